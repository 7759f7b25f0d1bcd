"""Every picture, once, as SVG."""
