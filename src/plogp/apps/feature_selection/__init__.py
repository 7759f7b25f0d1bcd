"""Chooses the columns that tell most of a target, by mutual information; in the scikit-learn API."""

from plogp.theory.extras import require

with require("learn"):
    from plogp.apps.feature_selection.conditional_information import ConditionalInformation
    from plogp.apps.feature_selection.criteria import CIFE, CMIM, DISR, ICAP, JMI, MIFS, MIM, MRMR
    from plogp.apps.feature_selection.fcbf import FCBF
    from plogp.apps.feature_selection.information_matrix import information_matrix
    from plogp.apps.feature_selection.selector import InformationSelector

__all__ = [
    "CIFE",
    "CMIM",
    "DISR",
    "FCBF",
    "ICAP",
    "JMI",
    "MIFS",
    "MIM",
    "MRMR",
    "ConditionalInformation",
    "InformationSelector",
    "information_matrix",
]
