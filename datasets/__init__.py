"""Handwritten digits: MNIST when it is there, the embedded digits when it is not.

>>> import datasets
>>> digits = datasets.load("embedded")
>>> digits.train_images.shape
(1500, 28, 28)
"""

from datasets.dataset import Dataset, DatasetError
from datasets.loading import load

__all__ = ["Dataset", "DatasetError", "load"]
