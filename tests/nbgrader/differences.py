"""Where the example class has other points in stock nbgrader or in a notebook, and why.

Any other difference is a fault of the kit.
"""

from collections.abc import Mapping
from typing import Final

__all__ = ["IN_A_NOTEBOOK", "REASONS", "UNDER_STOCK"]

REASONS: Final = {
    "carried": "An earlier exercise is wrong or missing. Stock: what uses it is *blocked*, and "
    "gives no points. Nudge: it is graded with a right one, too, and the better mark counts.",
    "function": "An earlier function of the same exercise is wrong, and others call it. Stock: "
    "they are asked as they stand. Nudge: they are asked with a right one, too, and the better "
    "mark counts.",
    "later": "An answer calls a function of a later cell. Stock: a grade cell runs when nothing "
    "below it has run, so that function is not there yet. Nudge: all cells run, then it asks.",
    "exit": "A function ends the process. Stock: the kernel dies, `nbgrader autograde` ends with "
    "an error, and no notebook of this assignment has a score. Nudge: that check fails.",
    "cell": "A cell is not Python. In a module nothing can be imported then; in a notebook the "
    "other cells run, in stock as with Nudge.",
}

# By student and exercise: why stock nbgrader gives other points than Nudge's engine.
UNDER_STOCK: Final[Mapping[tuple[str, str], str]] = {
    ("amara", "e09_network"): "later",
    ("chen", "e08_conventions"): "later",
    ("emre", "e10_parameters"): "later",
    ("fatima", "e10_parameters"): "function",
    ("fatima", "e15_backprop"): "carried",
    ("giulia", "e06_neuron"): "carried",
    ("giulia", "e07_dense"): "carried",
    ("giulia", "e08_conventions"): "carried",
    ("giulia", "e09_network"): "carried",
    ("giulia", "e10_parameters"): "later",
    ("giulia", "e14_chain_rule"): "carried",
    ("giulia", "e15_backprop"): "carried",
    ("hiroshi", "e06_neuron"): "function",
    ("hiroshi", "e07_dense"): "function",
    ("hiroshi", "e08_conventions"): "later",
    ("ines", "e06_neuron"): "function",
    ("ines", "e09_network"): "function",
    ("ines", "e15_backprop"): "carried",
    ("jonas", "e07_dense"): "function",
    ("kwame", "e06_neuron"): "function",
    ("kwame", "e07_dense"): "function",
    ("kwame", "e10_parameters"): "later",
    ("kwame", "e15_backprop"): "carried",
    ("leila", "e02_shapes"): "function",
    ("leila", "e04_sigmoid"): "function",
    ("leila", "e06_neuron"): "carried",
    ("leila", "e09_network"): "carried",
    ("leila", "e12_cost"): "exit",
    ("leila", "e13_descent"): "exit",
    ("leila", "e14_chain_rule"): "exit",
    ("leila", "e15_backprop"): "exit",
    ("mateo", "e06_neuron"): "function",
    ("mateo", "e10_parameters"): "function",
    ("mateo", "e15_backprop"): "function",
    ("nandini", "e09_network"): "later",
    ("nandini", "e15_backprop"): "carried",
    ("oksana", "e06_neuron"): "function",
    ("oksana", "e07_dense"): "function",
    ("oksana", "e15_backprop"): "carried",
    ("pablo", "e07_dense"): "carried",
    ("quynh", "e01_products"): "function",
    ("quynh", "e04_sigmoid"): "function",
    ("quynh", "e07_dense"): "carried",
    ("quynh", "e09_network"): "carried",
    ("quynh", "e15_backprop"): "carried",
    ("rashid", "e06_neuron"): "function",
    ("rashid", "e10_parameters"): "function",
    ("tariq", "e04_sigmoid"): "function",
    ("tariq", "e06_neuron"): "carried",
    ("tariq", "e07_dense"): "function",
    ("tariq", "e09_network"): "carried",
    ("tariq", "e10_parameters"): "function",
    ("tariq", "e15_backprop"): "carried",
    ("uma", "e07_dense"): "carried",
    ("uma", "e08_conventions"): "carried",
    ("uma", "e09_network"): "carried",
    ("viktor", "e06_neuron"): "function",
    ("viktor", "e09_network"): "carried",
    ("viktor", "e14_chain_rule"): "carried",
    ("wanjiru", "e04_sigmoid"): "function",
    ("wanjiru", "e06_neuron"): "function",
    ("wanjiru", "e07_dense"): "carried",
    ("wanjiru", "e08_conventions"): "carried",
    ("wanjiru", "e10_parameters"): "function",
    ("wanjiru", "e15_backprop"): "function",
    ("yuki", "e04_sigmoid"): "function",
    ("yuki", "e06_neuron"): "function",
}

# Why `nudge grade` gives other points to the notebooks than to the modules.
IN_A_NOTEBOOK: Final[Mapping[tuple[str, str], str]] = {
    ("ines", "e12_cost"): "cell",
}
