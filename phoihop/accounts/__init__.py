"""Who signs in, in which roles for which bodies until when."""
