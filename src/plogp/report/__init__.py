"""Results as one HTML file that opens anywhere: both languages, light and dark, no request to anywhere."""
