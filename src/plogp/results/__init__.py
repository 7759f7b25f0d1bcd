"""What is handed back: estimates, tests, findings, and their documents."""
