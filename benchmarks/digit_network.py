"""Measure the course's network on the embedded digits and on MNIST.

``python benchmarks/digit_network.py`` prints three accuracies of a 784-16-16-10 sigmoid network:

1. trained on the 1,500 embedded digits, tested on the other 297;
2. the same networks, tested on MNIST's 10,000 test images;
3. trained on the first 8,000 of these, tested on the other 2,000.

The last two need MNIST on disk: set NUDGE_MNIST_DIR, or run ``nudge data fetch`` before.
``--picture FILE`` draws embedded digits beside MNIST's.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import datasets
from datasets import gallery

SIZES = (784, 16, 16, 10)
BATCH_SIZE = 10
ETA = 1.5
EMBEDDED_EPOCHS, MNIST_EPOCHS = 40, 10
MNIST_TRAIN = 8_000

Array = NDArray[np.float64]
Parameters = list[tuple[Array, Array]]


def main() -> None:
    """Print the three accuracies."""
    parser = argparse.ArgumentParser(description="Measure the digit network.")
    parser.add_argument("--seeds", type=int, default=8, help="networks to train for each number")
    parser.add_argument("--picture", type=Path, help="also draw both kinds of digits here")
    arguments = parser.parse_args()
    seeds = range(arguments.seeds)

    digits = datasets.load("embedded")
    networks = [
        train(digits.train_images, digits.train_labels, EMBEDDED_EPOCHS, seed) for seed in seeds
    ]
    show("embedded → embedded test", networks, digits.test_images, digits.test_labels)

    mnist = datasets.load("auto")
    if mnist.name != "mnist":
        print("The two numbers that need MNIST are skipped: it is not on this disk.")
        return
    show("embedded → MNIST test", networks, mnist.test_images, mnist.test_labels)
    networks = [
        train(mnist.test_images[:MNIST_TRAIN], mnist.test_labels[:MNIST_TRAIN], MNIST_EPOCHS, seed)
        for seed in seeds
    ]
    rest = slice(MNIST_TRAIN, None)
    show("MNIST 8,000 → other 2,000", networks, mnist.test_images[rest], mnist.test_labels[rest])
    if arguments.picture:
        draw(digits, mnist, arguments.picture)


def train(
    images: NDArray[np.uint8], labels: NDArray[np.int64], epochs: int, seed: int
) -> Parameters:
    """Train by gradient descent on sum((a - y)²), the mean over each batch."""
    rng = np.random.default_rng(seed)
    parameters: Parameters = [
        (rng.standard_normal((n, previous)) / np.sqrt(previous), np.zeros((n, 1)))
        for previous, n in itertools.pairwise(SIZES)
    ]
    examples = columns(images)
    targets = np.eye(SIZES[-1])[:, labels]
    for _ in range(epochs):
        order = rng.permutation(len(labels))
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            parameters = step(parameters, examples[:, batch], targets[:, batch])
    return parameters


def step(parameters: Parameters, x: Array, y: Array) -> Parameters:
    """Take one step downhill: forward, backward, update."""
    activations = forward(parameters, x)
    a = activations[-1]
    delta = 2 * (a - y) * a * (1 - a) / x.shape[1]
    stepped: Parameters = []
    for (W, b), previous in zip(reversed(parameters), reversed(activations[:-1]), strict=True):
        stepped.append((W - ETA * delta @ previous.T, b - ETA * delta.sum(axis=1, keepdims=True)))
        delta = (W.T @ delta) * previous * (1 - previous)
    return stepped[::-1]


def forward(parameters: Parameters, x: Array) -> list[Array]:
    """Return the activations of every layer, the input first."""
    activations = [x]
    for W, b in parameters:
        activations.append(1 / (1 + np.exp(-(W @ activations[-1] + b))))
    return activations


def columns(images: NDArray[np.uint8]) -> Array:
    """Scale pixels to 0–1, one image per column."""
    scaled: Array = images.reshape(len(images), -1).T / 255
    return scaled


def show(
    title: str,
    networks: Sequence[Parameters],
    images: NDArray[np.uint8],
    labels: NDArray[np.int64],
) -> None:
    """Print the accuracy of networks that differ in their seed alone."""
    x = columns(images)
    found = [np.mean(forward(network, x)[-1].argmax(axis=0) == labels) for network in networks]
    print(
        f"{title:<28}{np.mean(found):6.1%}   lowest {min(found):.1%}, highest {max(found):.1%}, "
        f"{len(found)} seeds"
    )


def draw(digits: datasets.Dataset, mnist: datasets.Dataset, out: Path) -> None:
    """Draw embedded digits beside MNIST's, ten of each class."""
    gallery.save_pair(
        ("embedded", by_class(digits.train_images, digits.train_labels)),
        ("MNIST", by_class(mnist.test_images, mnist.test_labels)),
        out,
    )


def by_class(images: NDArray[np.uint8], labels: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return ten images of each class, spread over the set."""
    places = [np.flatnonzero(labels == digit) for digit in range(10)]
    chosen = np.concatenate([place[:: len(place) // 10][:10] for place in places])
    spread: NDArray[np.uint8] = images[chosen]
    return spread


if __name__ == "__main__":
    main()
