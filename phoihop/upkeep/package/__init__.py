"""An installation, or a part of it, as an open package: written, proved anywhere, read back."""
