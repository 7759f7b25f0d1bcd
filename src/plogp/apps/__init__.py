"""What people do with it on their own data."""
