"""What can be asked: one public function a file."""
