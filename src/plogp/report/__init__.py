"""How results are shown: as tables on a terminal, as frames, and as one HTML file that opens anywhere."""
