"""Why a call failed, read from the message: the operation, and the shapes or kinds that it met.

Two errors are the same mistake's only if the same operation failed for the same reason. Messages
of Python 3.11 to 3.14, NumPy 1.26 to 2.4, PyTorch 2 and Keras 3 are read; one that is not in the
table has no reason, and explains nothing. The wording differs between versions, and the reason
does not.
"""

import re
from typing import Final

from autograder.calls.answer import Answer, CallStatus

__all__ = ["Reason", "reason_of"]

Reason = tuple[str, ...]
"""An operation, and the shapes or kinds for which it failed."""

_SHAPE: Final = r"\(([\d, ]*)\)"
_KIND: Final = r"'([\w.]+)'"

# The parts stand in the message's order. After a comma: its right side is told first, or the order
# of two operands says nothing.
_MESSAGES: Final = tuple(
    (operation, re.compile(pattern))
    for operation, pattern in [
        # Products.
        (
            "product, swapped",
            r"mismatch in its core dimension \d+ \(size (\d+) is different from (\d+)",
        ),
        ("product", r"shapes [^a-z]+ and [^a-z]+ not aligned: (\d+) \(dim \d+\) != (\d+)"),
        ("product of a scalar", r"Input operand (\d) does not have enough dimensions"),
        ("product, swapped", r"for operand \d+ \((\d+)\) does not match previous terms \((\d+)\)"),
        ("product by einsum", rf"remapped shapes [^:]*: {_SHAPE}->\S+ {_SHAPE}->"),
        ("product by einsum", r"^einstein sum subscripts|^operand has more dimensions than subscr"),
        ("tensordot", r"^shape-mismatch for sum$"),
        ("product", r"^mat1 and mat2 shapes cannot be multiplied \((\d+x\d+) and (\d+x\d+)\)"),
        ("product", r"Matrix size-incompatible: In\[0\]: \[([\d,]+)\], In\[1\]: \[([\d,]+)\]"),
        # Entry by entry.
        (
            "elementwise, either order",
            rf"could not be broadcast together with shapes {_SHAPE} {_SHAPE}\s*$",
        ),
        ("elementwise", rf"could not be broadcast together with shapes {_SHAPE} {_SHAPE} {_SHAPE}"),
        (
            "output",
            rf"output operand with shape {_SHAPE} doesn't match the broadcast shape {_SHAPE}",
        ),
        ("assignment", rf"could not broadcast input array from shape {_SHAPE} into shape {_SHAPE}"),
        (
            "elementwise",
            r"^The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) at "
            r"non-singleton dimension (\d+)",
        ),
        (
            "output",
            r"^output with shape \[([\d, ]*)\] doesn't match the broadcast shape \[([\d, ]*)\]",
        ),
        ("broadcast", r"^shape mismatch: objects cannot be broadcast to a single shape"),
        (
            "mask",
            r"boolean index did not match indexed array along (?:dimension|axis) (\d+); "
            r"(?:dimension|size of axis) is (\d+) but (?:corresponding boolean "
            r"dimension|size of corresponding boolean axis) is (\d+)",
        ),
        ("casting", r"Cannot cast ufunc '(\w+)' output from dtype\('(\w+)'\) to dtype\('(\w+)'\)"),
        ("casting", r"^ufunc '(\w+)' not supported for the input types"),
        ("boolean subtraction", r"^numpy boolean subtract"),
        (
            "ufunc of an object",
            r"loop of ufunc does not support argument \d+ of type (\S+) which has no "
            r"callable (\w+) method",
        ),
        # Names.
        ("name", r"^name '(\w+)' is not defined"),
        # Layers of Keras.
        (
            "weights of a layer",
            rf"weight shape {_SHAPE} is not compatible with provided weight shape {_SHAPE}",
        ),
        (
            "input of a layer",
            r"is incompatible with the layer: expected .+, "
            r"(?:but received input with |found )shape[ =](\(.*\))",
        ),
        # Shapes.
        ("square matrix", r"^Last 2 dimensions of the array must be square$"),
        ("reshaping", r"^shape '\[([\d, -]*)\]' is invalid for input of size (\d+)"),
        ("reshaping", rf"cannot reshape array of size (\d+) into shape {_SHAPE}"),
        ("axis", r"axis (-?\d+) is out of bounds for array of dimension (\d+)"),
        ("transposition", r"^axes don't match array"),
        ("squeezing", r"cannot select an axis to squeeze out which has size not equal to one"),
        (
            "joining",
            r"array at index (\d+) has size (\d+) and the array at index (\d+) has size (\d+)",
        ),
        (
            "joining dimensions",
            r"array at index (\d+) has (\d+) dimension\(s\) and the array at index (\d+) "
            r"has (\d+)",
        ),
        ("stacking", r"^all input arrays must have the same shape$"),
        ("empty reduction", r"zero-size array to reduction operation (\w+)"),
        ("empty reduction", r"attempt to get (\w+) of an empty sequence"),
        # One number where there are many, and the other way round.
        (
            "number of an array",
            r"only (?:length-1|size-1|0-dimensional) arrays can be converted to Python scalars",
        ),
        (
            "truth of an array",
            r"^The truth value of an array with more than one element is ambiguous",
        ),
        (
            "ragged array",
            r"^setting an array element with a sequence\.(?:.*detected shape was \(([\d, "
            r"]*)\))?",
        ),
        ("looping", r"^iteration over a 0-d array$"),
        (
            "looping",
            r"^(?:cannot unpack non-iterable (\w+) object|'?([\w.]+)'? object is not "
            r"iterable)$",
        ),
        ("length", r"^(?:object of type '([\w.]+)' has no len\(\)|len\(\) of unsized object)$"),
        ("real number", r"^must be real number, not ([\w.]+)"),
        # Indices.
        ("index", r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)"),
        (
            "too many indices",
            r"^too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed",
        ),
        ("kind of index", r"^only integers, slices \(`:`\)"),
        ("kind of index", r"^only integer scalar arrays can be converted to a scalar index"),
        (
            "kind of index",
            r"^(?:list|tuple|string) indices must be integers or slices, not ([\w.]+)",
        ),
        ("index of a sequence", r"^(list|tuple|string) (?:assignment )?index out of range$"),
        ("subscript", rf"^{_KIND} object is not subscriptable$"),
        ("subscript", r"^invalid index to scalar variable"),
        ("assigning an entry", rf"^{_KIND} object does not support item assignment$"),
        ("assigning an entry", r"^assignment destination is (read-only)$"),
        (
            "too few values",
            r"^not enough values to unpack \(expected (?:at least )?(\d+), got (\d+)\)",
        ),
        ("too many values", r"^too many values to unpack \(expected (\d+)"),
        # Operators and calls.
        (
            "operator",
            rf"^unsupported operand type\(s\) for (\S+?)=?(?: or pow\(\))?: {_KIND} and "
            rf"{_KIND}$",
        ),
        ("comparison", rf"^'(\S+)' not supported between instances of {_KIND} and {_KIND}$"),
        ("sign", rf"^bad operand type for (?:unary (\S)|abs\(\)): {_KIND}$"),
        ("concatenation", r"^can only concatenate (\w+) \(not \"([\w.]+)\"\) to"),
        ("repetition", rf"^can't multiply sequence by non-int of type {_KIND}$"),
        ("whole number", rf"^{_KIND} object cannot be interpreted as an integer$"),
        ("calling", rf"^{_KIND} object is not callable$"),
        ("attribute", rf"^{_KIND} object has no attribute '(\w+)'"),
        ("attribute", r"^module '([\w.]+)' has no attribute '(\w+)'"),
        ("arguments", r"^\S+\(\) missing (\d+) required (?:positional|keyword-only) argument"),
        (
            "arguments",
            r"^\S+\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) "
            r"(?:was|were) given",
        ),
        ("arguments", r"^(\S+)\(\) missing required argument '(\w+)'"),
        ("arguments", r"^(\S+)\(\) got an unexpected keyword argument '(\w+)'"),
        ("zip", r"^zip\(\) argument (\d+) is (shorter|longer) than argument"),
        ("hash", rf"^unhashable type: {_KIND}"),
        # Numbers.
        ("division by zero", r"(?:division by zero|division or modulo by zero|modulo by zero)"),
        ("domain", r"^math domain error$|^expected a (?:positive|nonnegative) input"),
        ("too large", r"^math range error$|Numerical result out of range|too large to convert"),
        ("not finite", r"^cannot convert float (NaN|infinity) to integer$"),
    ]
)
_NUMBERS: Final = re.compile(r"^(?:numpy\.)?(?:u?int|float|longdouble|complex)\d*$")


def reason_of(answer: Answer) -> Reason | None:
    """Return the reason for which a call failed; None if it did not, or if nobody can tell."""
    if answer.status is not CallStatus.RAISED:
        return None
    if answer.error == "KeyError":
        return ("KeyError", "key", answer.text)
    text = answer.cause or answer.text
    for operation, pattern in _MESSAGES:
        if (found := pattern.search(text)) is not None:
            return (answer.error.lstrip("_"), *_in_order(operation, found.groups()))
    return None


def _in_order(operation: str, said: tuple[str | None, ...]) -> Reason:
    parts = [_plain(part) for part in said if part is not None]
    name, _, order = operation.partition(", ")
    if order == "swapped":  # numpy's `@` tells the right factor's size first
        parts.reverse()
    elif order:
        parts.sort()
    return (name, *parts)


def _plain(part: str) -> str:
    """Return a shape without spaces, and one word for every kind of number."""
    return "number" if _NUMBERS.match(part) else part.replace(" ", "").rstrip(",")
