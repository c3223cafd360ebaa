"""Known wrong answers to e16: a perceptron that is mended but for one fault."""

from typing import Any

import numpy as np

from autograder.checking import misconception
from exercises.e16_debug import TwoLayerPerceptron

Gradients = dict[str, np.ndarray]


class _Mended(TwoLayerPerceptron):
    """The right one; the base of all that follow."""

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray


# --- a new perceptron -----------------------------------------------------------------------


@misconception(
    "TwoLayerPerceptron",
    name="An attribute that the object does not have",
    hint="Is each of W1, b1, W2 and b2 written to self, under exactly this name?",
)
class MissingAttribute(_Mended):
    """Keep the first weights in a local name."""

    def __init__(
        self, n_inputs: int, n_hidden: int, n_outputs: int, rng: np.random.Generator
    ) -> None:
        super().__init__(n_inputs, n_hidden, n_outputs, rng)
        del self.W1


@misconception(
    "TwoLayerPerceptron",
    name="One bias for two layers",
    hint="How many neurons have a bias, in how many layers?",
)
class OneBias(_Mended):
    """Share one array between the hidden layer and the output."""

    def __setattr__(self, name: str, value: Any) -> None:
        for written in ("b1", "b2") if name in ("b1", "b2") else (name,):
            super().__setattr__(written, value)


@misconception(
    "TwoLayerPerceptron",
    name="zeros called as the generators are",
    hint="What does np.zeros call the shape that it is given?",
)
class ZerosOfSize(_Mended):
    """Hand zeros a keyword that it does not have."""

    def __init__(
        self, n_inputs: int, n_hidden: int, n_outputs: int, rng: np.random.Generator
    ) -> None:
        super().__init__(n_inputs, n_hidden, n_outputs, rng)
        self.b1 = np.zeros(size=n_hidden)  # type: ignore[call-overload]


@misconception(
    "TwoLayerPerceptron",
    name="Both layers spread by the first one's inputs",
    hint="How many inputs does a neuron of the second layer listen to?",
)
class SpreadByTheFirstLayer(_Mended):
    """Use the number of inputs for both layers."""

    def __init__(
        self, n_inputs: int, n_hidden: int, n_outputs: int, rng: np.random.Generator
    ) -> None:
        super().__init__(n_inputs, n_hidden, n_outputs, rng)
        self.W2 = self.W2 * np.sqrt(n_hidden / n_inputs)


# --- forward --------------------------------------------------------------------------------


@misconception(
    "TwoLayerPerceptron",
    name="The hidden layer is not rectified",
    hint="What does a hidden neuron say when its sum is below 0?",
)
class NoRectifier(_Mended):
    """Chain two linear layers, and rectify on the way back alone."""

    def forward_pass(self, X: np.ndarray) -> tuple[np.ndarray, Any]:
        before = X @ self.W1 + self.b1
        output = before @ self.W2 + self.b2
        return output, (X, before, before, output)


@misconception(
    "TwoLayerPerceptron",
    name="The output is rectified too",
    hint="Which numbers may the output be?",
)
class RectifiedOutput(_Mended):
    """Cut the output off at 0."""

    def forward_pass(self, X: np.ndarray) -> tuple[np.ndarray, Any]:
        output, (X, before, hidden, _) = super().forward_pass(X)
        output = np.maximum(0.0, output)
        return output, (X, before, hidden, output)


@misconception(
    "TwoLayerPerceptron",
    name="The cache drops what the way back needs",
    hint="Which arrays does the way back use, and how many of them are in the cache?",
)
class ShortCache(_Mended):
    """Keep the hidden activations and the output alone."""

    def forward_pass(self, X: np.ndarray) -> tuple[np.ndarray, Any]:
        output, (_, _, hidden, _) = super().forward_pass(X)
        return output, (hidden, output)


# --- back -----------------------------------------------------------------------------------


@misconception(
    "TwoLayerPerceptron",
    name="The targets are never passed",
    hint="How does the way back learn what the output should have been?",
)
class TargetsNeverPassed(_Mended):
    """Take the cache alone."""

    def backwards_pass(self, cache: Any) -> Gradients:
        gradients: Gradients = super().backwards_pass(cache, cache[3])
        return gradients


class _Back(_Mended):
    """The way back in pieces that a mistake can replace."""

    def backwards_pass(self, cache: Any, Y: np.ndarray) -> Gradients:
        X, before, hidden, output = cache
        residual = self.residual(output, np.reshape(Y, output.shape))
        blame = self.blame(residual, before)
        return {
            "W1": X.T @ blame,
            "b1": self.bias(blame),
            "W2": hidden.T @ residual,
            "b2": self.bias(residual),
        }

    def residual(self, output: np.ndarray, Y: np.ndarray) -> np.ndarray:
        return np.asarray((output - Y) / len(output))

    def blame(self, residual: np.ndarray, before: np.ndarray) -> np.ndarray:
        return np.asarray((residual @ self.W2.T) * (before > 0))

    def bias(self, errors: np.ndarray) -> np.ndarray:
        return np.asarray(errors.sum(axis=0))


@misconception(
    "TwoLayerPerceptron",
    name="The squared error instead of its slope",
    hint="Is this how large the cost is, or how it changes with the output?",
)
class SquaredResidual(_Back):
    """Send the squares back."""

    def residual(self, output: np.ndarray, Y: np.ndarray) -> np.ndarray:
        return np.asarray((output - Y) ** 2 / len(output))


@misconception(
    "TwoLayerPerceptron",
    name="The residual is turned round",
    hint="If the output is too high, should its slope be positive or negative?",
)
class ResidualTurned(_Back):
    """Subtract the output from the target."""

    def residual(self, output: np.ndarray, Y: np.ndarray) -> np.ndarray:
        return np.asarray((Y - output) / len(output))


@misconception(
    "TwoLayerPerceptron",
    name="The factor 2 of a cost without the ½",
    hint="What stands before the sum in this cost, and what becomes of the 2?",
)
class FactorTwo(_Back):
    """Differentiate a cost that has no ½."""

    def residual(self, output: np.ndarray, Y: np.ndarray) -> np.ndarray:
        return np.asarray(2 * (output - Y) / len(output))


@misconception(
    "TwoLayerPerceptron",
    name="A sum over the examples instead of a mean",
    hint="Does doubling the data double the slope of a mean?",
)
class SumForMean(_Back):
    """Forget to divide by the number of examples."""

    def residual(self, output: np.ndarray, Y: np.ndarray) -> np.ndarray:
        return np.asarray(output - Y)


@misconception(
    "TwoLayerPerceptron",
    name="Targets (N,) that broadcast to (N, N)",
    hint="What is the shape of (5, 1) minus (5,)? How many differences did you want?",
)
class BroadcastTargets(_Mended):
    """Subtract the targets as they come."""

    def backwards_pass(self, cache: Any, Y: np.ndarray) -> Gradients:
        X, before, hidden, output = cache
        residual = (output - Y) / len(X)
        blame = (residual @ self.W2.T) * (before > 0)
        return {
            "W1": X.T @ blame,
            "b1": blame.sum(axis=0),
            "W2": hidden.T @ residual,
            "b2": residual.sum(axis=0),
        }


@misconception(
    "TwoLayerPerceptron",
    name="The ReLU has no slope",
    hint="Does a nudge to a silent neuron's sum change anything?",
)
class NoReluSlope(_Back):
    """Blame silent neurons, too."""

    def blame(self, residual: np.ndarray, before: np.ndarray) -> np.ndarray:
        return np.asarray(residual @ self.W2.T)


@misconception(
    "TwoLayerPerceptron",
    name="A transpose is missing on the way back",
    hint="From which layer to which does the blame go, and over which axis do examples disappear?",
)
class MissingTranspose(_Back):
    """Multiply by W2 as on the way forward; a product with `hidden` stops with the same words."""

    def blame(self, residual: np.ndarray, before: np.ndarray) -> np.ndarray:
        return np.asarray((residual @ self.W2) * (before > 0))


@misconception(
    "TwoLayerPerceptron",
    name="Bias gradients summed over the wrong axis",
    hint="Is there a bias for each example, or for each neuron?",
)
class WrongAxis(_Back):
    """Sum over the neurons."""

    def bias(self, errors: np.ndarray) -> np.ndarray:
        return np.asarray(errors.sum(axis=1))


# --- the step -------------------------------------------------------------------------------


class _Step(_Mended):
    """A step that a mistake can replace, the same for all four parameters."""

    def moved(self, value: np.ndarray, slope: np.ndarray, lr: float) -> np.ndarray:
        return np.asarray(value - lr * slope)

    def subtract_gradients(self, gradients: Gradients, lr: float) -> None:
        self.W1 = self.moved(self.W1, gradients["W1"], lr)
        self.b1 = self.moved(self.b1, gradients["b1"], lr)
        self.W2 = self.moved(self.W2, gradients["W2"], lr)
        self.b2 = self.moved(self.b2, gradients["b2"], lr)


@misconception(
    "TwoLayerPerceptron",
    name="Uphill instead of downhill",
    hint="The gradient points uphill. Which way do you go?",
)
class Uphill(_Step):
    """Add the gradient."""

    def moved(self, value: np.ndarray, slope: np.ndarray, lr: float) -> np.ndarray:
        return np.asarray(value + lr * slope)


@misconception(
    "TwoLayerPerceptron",
    name="A step without the learning rate",
    hint="How far is a step, and who decides that?",
)
class NoLearningRate(_Step):
    """Subtract the whole gradient."""

    def moved(self, value: np.ndarray, slope: np.ndarray, lr: float) -> np.ndarray:
        return np.asarray(value - slope)


@misconception(
    "TwoLayerPerceptron",
    name="The biases are never moved",
    hint="How many parameters has the network, and how many of them does a step change?",
)
class BiasesForgotten(_Mended):
    """Move the weights alone."""

    def subtract_gradients(self, gradients: Gradients, lr: float) -> None:
        self.W1 = self.W1 - lr * gradients["W1"]
        self.W2 = self.W2 - lr * gradients["W2"]
