"""Capacity and rate-distortion: the most that a channel carries, and the least that a source needs."""

from plogp.apps.bottleneck.channel_capacity import Capacity, channel_capacity
from plogp.apps.bottleneck.rate_distortion import RateDistortion, rate_distortion

__all__ = ["Capacity", "RateDistortion", "channel_capacity", "rate_distortion"]
