"""Every picture, once, as SVG: pure functions from numbers to the text of a file."""

from plogp.draw.area import draw_area
from plogp.draw.bars import draw_bars
from plogp.draw.bells import draw_bells
from plogp.draw.code_tree import draw_code_tree
from plogp.draw.curve import draw_curve
from plogp.draw.drawing.theme import stylesheet
from plogp.draw.ensemble import draw_ensemble
from plogp.draw.heat_map import draw_heat_map
from plogp.draw.histograms import draw_histograms
from plogp.draw.information import draw_information
from plogp.draw.mosaic import draw_mosaic
from plogp.draw.paths import draw_information_plane, draw_training
from plogp.draw.ranking import draw_estimates, draw_ranking
from plogp.draw.reliability import draw_reliability
from plogp.draw.sampling_bias import draw_sampling_bias
from plogp.draw.saturation import draw_saturation
from plogp.draw.softmax import draw_softmax
from plogp.draw.split import draw_split
from plogp.draw.sum_bar import draw_sum_bar
from plogp.draw.terms import draw_terms
from plogp.draw.tree import draw_tree

__all__ = [
    "draw_area",
    "draw_bars",
    "draw_bells",
    "draw_code_tree",
    "draw_curve",
    "draw_ensemble",
    "draw_estimates",
    "draw_heat_map",
    "draw_histograms",
    "draw_information",
    "draw_information_plane",
    "draw_mosaic",
    "draw_ranking",
    "draw_reliability",
    "draw_sampling_bias",
    "draw_saturation",
    "draw_softmax",
    "draw_split",
    "draw_sum_bar",
    "draw_terms",
    "draw_training",
    "draw_tree",
    "stylesheet",
]
