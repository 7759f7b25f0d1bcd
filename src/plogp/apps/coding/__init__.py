"""Entropy made real: Huffman and ANS codes, and a format for files that are coded with them."""

from plogp.apps.coding.byte_entropy import ByteEntropy, byte_entropy
from plogp.apps.coding.code_tree import CodeTree
from plogp.apps.coding.compression import compress, decompress
from plogp.apps.coding.huffman_code import HuffmanCode
from plogp.apps.coding.open import open
from plogp.apps.coding.range_ans import RangeANS
from plogp.apps.coding.source_coding import BlockRate, binary_entropy, block_code, block_rates
from plogp.theory.errors import CorruptFile

__all__ = [
    "BlockRate",
    "ByteEntropy",
    "CodeTree",
    "CorruptFile",
    "HuffmanCode",
    "RangeANS",
    "binary_entropy",
    "block_code",
    "block_rates",
    "byte_entropy",
    "compress",
    "decompress",
    "open",
]
