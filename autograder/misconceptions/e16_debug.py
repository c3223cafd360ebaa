"""Known wrong answers to e16: a perceptron that is repaired except for one fault."""

from typing import Any

import numpy as np

from autograder.checking import misconception
from exercises.e16_debug import TwoLayerPerceptron

Gradients = dict[str, np.ndarray]


class _Repaired(TwoLayerPerceptron):
    """The right one; the base of all that follow."""

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray


# --- a new perceptron -----------------------------------------------------------------------


class _New(_Repaired):
    """A new perceptron whose weights a mistake can draw in another way."""

    def __init__(
        self, n_inputs: int, n_hidden: int, n_outputs: int, rng: np.random.Generator
    ) -> None:
        super().__init__(n_inputs, n_hidden, n_outputs, rng)
        self.go_wrong(rng)

    def go_wrong(self, rng: np.random.Generator) -> None:
        """Make the one mistake."""


@misconception(
    "TwoLayerPerceptron",
    name="An attribute that the object does not have",
    hint="Is each of W1, b1, W2 and b2 written to self, under exactly this name?",
    concept="definition",
)
class MissingAttribute(_New):
    """Keep the first weights in a local name."""

    def go_wrong(self, rng: np.random.Generator) -> None:
        del self.W1


@misconception(
    "TwoLayerPerceptron",
    name="One bias for two layers",
    hint="How many neurons have a bias, in how many layers?",
    concept="the bias",
)
class OneBias(_Repaired):
    """Share one array between the hidden layer and the output."""

    def __setattr__(self, name: str, value: Any) -> None:
        for written in ("b1", "b2") if name in ("b1", "b2") else (name,):
            super().__setattr__(written, value)


@misconception(
    "TwoLayerPerceptron",
    name="The hidden layer's biases for the output, too",
    hint="How many biases has the hidden layer, and how many has the output?",
    concept="the bias",
)
class BiasesOfTheFirstLayer(_New):
    """Give both layers n_hidden biases."""

    def go_wrong(self, rng: np.random.Generator) -> None:
        self.b2 = self.b1


@misconception(
    "TwoLayerPerceptron",
    name="zeros called as the generators are",
    hint="What does np.zeros call the shape that it is given?",
    concept="shape",
)
class ZerosOfSize(_Repaired):
    """Hand zeros a keyword that it does not have."""

    def first_biases(self, n: int) -> np.ndarray:
        return np.zeros(size=n)  # type: ignore[call-overload, no-any-return]


@misconception(
    "TwoLayerPerceptron",
    name="Both layers spread by the first one's inputs",
    hint="How many inputs does a neuron of the second layer listen to?",
    concept="scaling",
)
class SpreadByTheFirstLayer(_New):
    """Use the number of inputs for both layers."""

    def go_wrong(self, rng: np.random.Generator) -> None:
        self.W2 = self.W2 * np.sqrt(len(self.W2) / len(self.W1))


@misconception(
    "TwoLayerPerceptron",
    name="Weights spread by the root of 1 / inputs",
    hint="What becomes of half the neurons behind a ReLU, and which number makes up for it?",
    concept="scaling",
)
class SpreadWithoutTheTwo(_New):
    """Spread the weights as for sigmoids."""

    def go_wrong(self, rng: np.random.Generator) -> None:
        self.W1, self.W2 = self.W1 / np.sqrt(2), self.W2 / np.sqrt(2)


@misconception(
    "TwoLayerPerceptron",
    name="Small weights of one size for all layers",
    hint="Does the spread of your weights know how many inputs a neuron listens to?",
    concept="scaling",
)
class SpreadOfOneHundredth(_New):
    """Multiply standard normal weights by 0.01."""

    def go_wrong(self, rng: np.random.Generator) -> None:
        self.W1 = self.W1 / np.sqrt(2 / len(self.W1)) / 100
        self.W2 = self.W2 / np.sqrt(2 / len(self.W2)) / 100


@misconception(
    "TwoLayerPerceptron",
    name="The perceptron has a generator of its own",
    hint="Where do the random numbers come from, and why were you given rng?",
    concept="randomness",
)
class OwnGenerator(_Repaired):
    """Ignore rng."""

    def __init__(
        self, n_inputs: int, n_hidden: int, n_outputs: int, rng: np.random.Generator
    ) -> None:
        super().__init__(n_inputs, n_hidden, n_outputs, np.random.default_rng(0))


# --- the way forward ------------------------------------------------------------------------


@misconception(
    "TwoLayerPerceptron",
    name="A name that nobody defined",
    hint="The weights were stored with the object. How does a method of it get them?",
    concept="definition",
)
class NameWithoutSelf(_Repaired):
    """Leave out self."""

    def hidden_sums(self, X: np.ndarray) -> np.ndarray:
        return np.asarray(X @ W1 + self.b1)  # type: ignore[name-defined]  # noqa: F821


@misconception(
    "TwoLayerPerceptron",
    name="Weights transposed on the way forward",
    hint="Do a neuron's weights stand in a row or in a column here?",
    concept="transposition",
)
class WeightsTransposed(_Repaired):
    """Use the layout of e07."""

    def hidden_sums(self, X: np.ndarray) -> np.ndarray:
        return np.asarray(X @ self.W1.T + self.b1)


@misconception(
    "TwoLayerPerceptron",
    name="The hidden layer is not rectified",
    hint="What does a hidden neuron say when its sum is below 0?",
    concept="the squash",
)
class NoRectifier(_Repaired):
    """Chain two linear layers, and rectify on the way back alone."""

    def forward_pass(self, X: np.ndarray) -> tuple[np.ndarray, Any]:
        sums = self.hidden_sums(X)
        output = sums @ self.W2 + self.b2
        return output, (X, sums, sums, output)


@misconception(
    "TwoLayerPerceptron",
    name="The output is rectified too",
    hint="Which numbers may the output be?",
    concept="the squash",
)
class RectifiedOutput(_Repaired):
    """Cut the output off at 0."""

    def forward_pass(self, X: np.ndarray) -> tuple[np.ndarray, Any]:
        output, (X, sums, hidden, _) = super().forward_pass(X)
        output = np.maximum(0.0, output)
        return output, (X, sums, hidden, output)


@misconception(
    "TwoLayerPerceptron",
    name="The cache drops what the way back needs",
    hint="Which arrays does the way back use, and how many of them are in the cache?",
    concept="chain incomplete",
)
class ShortCache(_Repaired):
    """Keep the hidden activations and the output alone."""

    def forward_pass(self, X: np.ndarray) -> tuple[np.ndarray, Any]:
        output, (_, _, hidden, _) = super().forward_pass(X)
        return output, (hidden, output)


# --- the way back ---------------------------------------------------------------------------


@misconception(
    "TwoLayerPerceptron",
    name="The targets are never passed",
    hint="How does the way back learn what the output should have been?",
    concept="chain incomplete",
)
class TargetsNeverPassed(_Repaired):
    """Take the cache alone."""

    def backwards_pass(self, cache: Any) -> Gradients:
        gradients: Gradients = super().backwards_pass(cache, cache[3])
        return gradients


@misconception(
    "TwoLayerPerceptron",
    name="Targets (N,) that broadcast to (N, N)",
    hint="What is the shape of (5, 1) minus (5,)? How many differences did you want?",
    concept="broadcasting",
)
class BroadcastTargets(_Repaired):
    """Subtract the targets as they come."""

    def targets(self, Y: np.ndarray, output: np.ndarray) -> np.ndarray:
        return np.asarray(Y)


@misconception(
    "TwoLayerPerceptron",
    name="Targets that lost their second axis",
    hint="Which shape has the output where there is one output neuron, and which have the targets?",
    concept="broadcasting",
)
class SqueezedTargets(_Repaired):
    """Take out axes of length 1."""

    def targets(self, Y: np.ndarray, output: np.ndarray) -> np.ndarray:
        return np.squeeze(Y)


@misconception(
    "TwoLayerPerceptron",
    name="The squared error instead of its slope",
    hint="Is this how large the cost is, or how it changes with the output?",
    concept="height or slope",
)
class SquaredResidual(_Repaired):
    """Send the squares back."""

    def residual(self, output: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return np.asarray((output - targets) ** 2 / len(output))


@misconception(
    "TwoLayerPerceptron",
    name="The residual is turned round",
    hint="If the output is too high, should its slope be positive or negative?",
    concept="sign",
)
class ResidualTurned(_Repaired):
    """Subtract the output from the target."""

    def residual(self, output: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return np.asarray((targets - output) / len(output))


@misconception(
    "TwoLayerPerceptron",
    name="The factor 2 of a cost without the ½",
    hint="What stands before the sum in this cost, and what becomes of the 2?",
    concept="factor",
)
class FactorTwo(_Repaired):
    """Differentiate a cost that has no ½."""

    def residual(self, output: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return np.asarray(2 * (output - targets) / len(output))


@misconception(
    "TwoLayerPerceptron",
    name="A sum over the examples instead of a mean",
    hint="Does doubling the data double the slope of a mean?",
    concept="sum or mean",
)
class SumForMean(_Repaired):
    """Forget to divide by the number of examples."""

    def residual(self, output: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return np.asarray(output - targets)


@misconception(
    "TwoLayerPerceptron",
    name="A mean over the outputs as well",
    hint="Over what does this cost take a mean, and over what a sum?",
    concept="sum or mean",
)
class MeanOverOutputs(_Repaired):
    """Divide by the number of all entries."""

    def residual(self, output: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return np.asarray((output - targets) / output.size)


@misconception(
    "TwoLayerPerceptron",
    name="Another matrix than W2's transpose on the way back",
    hint="From which layer to which does the blame go?",
    concept="transposition",
)
class MissingTranspose(_Repaired):
    """Multiply by W2 as on the way forward."""

    def blame(self, residual: np.ndarray) -> np.ndarray:
        return np.asarray(residual @ self.W2)


@misconception(
    "TwoLayerPerceptron",
    name="The ReLU has no slope",
    hint="Does a nudge to a silent neuron's sum change anything?",
    concept="chain incomplete",
)
class NoReluSlope(_Repaired):
    """Blame silent neurons, too."""

    def hidden_slope(self, sums: np.ndarray) -> np.ndarray:
        return np.ones(sums.shape)


@misconception(
    "TwoLayerPerceptron",
    name="The ReLU for its slope",
    hint="How high is the ReLU there, or how steep is it?",
    concept="height or slope",
    cost="One of thirteen steps, and only the check of that step meets it.",
)
class ReluForItsSlope(_Repaired):
    """Multiply by the activation."""

    def hidden_slope(self, sums: np.ndarray) -> np.ndarray:
        return np.asarray(np.maximum(0.0, sums))


@misconception(
    "TwoLayerPerceptron",
    name="The sigmoid's slope behind a ReLU",
    hint="Which squash has this network, and what is the slope of that one?",
    concept="the squash",
)
class SigmoidSlope(_Repaired):
    """Use the slope of e04."""

    def hidden_slope(self, sums: np.ndarray) -> np.ndarray:
        squashed = 1 / (1 + np.exp(-sums))
        return np.asarray(squashed * (1 - squashed))


@misconception(
    "TwoLayerPerceptron",
    name="The slope a(1 − a) behind a ReLU",
    hint="Of which squash is a(1 − a) the slope, and which one has this network?",
    concept="the squash",
    cost="One of thirteen steps, and only the check of that step meets it.",
)
class SlopeFromTheActivation(_Repaired):
    """Write what is right for a sigmoid."""

    def hidden_slope(self, sums: np.ndarray) -> np.ndarray:
        hidden = np.maximum(0.0, sums)
        return np.asarray(hidden * (1 - hidden))


@misconception(
    "TwoLayerPerceptron",
    name="The slope at 0 is 1",
    hint="A sum of exactly 0: which slope does the text give the ReLU there?",
    concept="special cases",
)
class SlopeOneAtZero(_Repaired):
    """Let sums of 0 through."""

    def hidden_slope(self, sums: np.ndarray) -> np.ndarray:
        return np.where(sums >= 0, 1.0, 0.0)


@misconception(
    "TwoLayerPerceptron",
    name="Inputs that were not transposed",
    hint="Over which axis do the examples disappear from a weight's gradient?",
    concept="transposition",
)
class InputsNotTransposed(_Repaired):
    """Multiply what goes in by the errors as they are."""

    def weight_gradient(self, inputs: np.ndarray, errors: np.ndarray) -> np.ndarray:
        return np.asarray(inputs @ errors)


@misconception(
    "TwoLayerPerceptron",
    name="The weights' gradients lie on their side",
    hint="Has each gradient the shape of its parameter?",
    concept="transposition",
)
class GradientTransposed(_Repaired):
    """Multiply in the order of the column convention."""

    def weight_gradient(self, inputs: np.ndarray, errors: np.ndarray) -> np.ndarray:
        return np.asarray(errors.T @ inputs)


@misconception(
    "TwoLayerPerceptron",
    name="Bias gradients summed over the wrong axis",
    hint="Is there a bias for each example, or for each neuron?",
    concept="axes and layout",
)
class WrongAxis(_Repaired):
    """Sum over the neurons."""

    def bias_gradient(self, errors: np.ndarray) -> np.ndarray:
        return np.asarray(errors.sum(axis=1))


@misconception(
    "TwoLayerPerceptron",
    name="One number for all biases of a layer",
    hint="How many biases has a layer, and how many slopes did you find for them?",
    concept="axes and layout",
)
class OneBiasGradient(_Repaired):
    """Sum over everything."""

    def bias_gradient(self, errors: np.ndarray) -> Any:
        return np.sum(errors)


@misconception(
    "TwoLayerPerceptron",
    name="The bias gradients divided by N twice",
    hint="Who has divided by the number of examples already?",
    concept="sum or mean",
)
class DividedTwice(_Repaired):
    """Take the mean of what is a share in the mean already."""

    def bias_gradient(self, errors: np.ndarray) -> np.ndarray:
        return np.asarray(errors.mean(axis=0))


@misconception(
    "TwoLayerPerceptron",
    name="A bias gradient for each example",
    hint="How many biases has the layer? Where should the examples be gone?",
    concept="shape",
)
class BiasGradientNotSummed(_Repaired):
    """Return the errors as they are."""

    def bias_gradient(self, errors: np.ndarray) -> np.ndarray:
        return np.asarray(errors)


# --- the step -------------------------------------------------------------------------------


class _Step(_Repaired):
    """A step that a mistake can replace, the same for all four parameters."""

    def moved(self, value: np.ndarray, step: np.ndarray) -> np.ndarray:
        return np.asarray(value - step)

    def subtract_gradients(self, gradients: Gradients, lr: float) -> None:
        self.W1 = self.moved(self.W1, self.step(gradients["W1"], lr))
        self.b1 = self.moved(self.b1, self.step(gradients["b1"], lr))
        self.W2 = self.moved(self.W2, self.step(gradients["W2"], lr))
        self.b2 = self.moved(self.b2, self.step(gradients["b2"], lr))


@misconception(
    "TwoLayerPerceptron",
    name="Uphill instead of downhill",
    hint="The gradient points uphill. Which way do you go?",
    concept="sign",
)
class Uphill(_Step):
    """Add the gradient."""

    def moved(self, value: np.ndarray, step: np.ndarray) -> np.ndarray:
        return np.asarray(value + step)


@misconception(
    "TwoLayerPerceptron",
    name="A step without the learning rate",
    hint="How far is a step, and who decides that?",
    concept="factor",
)
class NoLearningRate(_Repaired):
    """Move by the whole gradient."""

    def step(self, gradient: np.ndarray, lr: float) -> np.ndarray:
        return np.asarray(gradient)


@misconception(
    "TwoLayerPerceptron",
    name="A learning rate of its own",
    hint="Which rate does the caller want, and which one does your step take?",
    concept="factor",
)
class OwnLearningRate(_Repaired):
    """Write a rate into the code."""

    def step(self, gradient: np.ndarray, lr: float) -> np.ndarray:
        return np.asarray(0.01 * gradient)


@misconception(
    "TwoLayerPerceptron",
    name="The biases are never moved",
    hint="How many parameters does the network have, and how many of them does a step change?",
    concept="the bias",
)
class BiasesForgotten(_Repaired):
    """Move the weights alone."""

    def subtract_gradients(self, gradients: Gradients, lr: float) -> None:
        self.W1 = self.W1 - self.step(gradients["W1"], lr)
        self.W2 = self.W2 - self.step(gradients["W2"], lr)


@misconception(
    "TwoLayerPerceptron",
    name="The two biases are mixed up in the step",
    hint="Where does each bias start, and by which gradient does it move? Read the lines aloud.",
    concept="order of layers",
)
class BiasStepsSwapped(_Repaired):
    """Move b1 by the gradient of b2, and b2 by that of b1."""

    def subtract_gradients(self, gradients: Gradients, lr: float) -> None:
        swapped = {**gradients, "b1": gradients["b2"], "b2": gradients["b1"]}
        super().subtract_gradients(swapped, lr)


@misconception(
    "TwoLayerPerceptron",
    name="The gradient in the parameter's place",
    hint="What is left of the parameter after your step?",
    concept="definition",
)
class ParameterReplaced(_Step):
    """Forget what the step starts from."""

    def moved(self, value: np.ndarray, step: np.ndarray) -> np.ndarray:
        return np.asarray(-step)
