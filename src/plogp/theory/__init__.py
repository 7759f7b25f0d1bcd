"""The mathematics: equations over log p and an expectation, what an estimate is, and the errors."""
