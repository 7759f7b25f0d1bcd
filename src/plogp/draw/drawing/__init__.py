"""What pictures are drawn with: the canvas, scales, text that fits, colours."""
