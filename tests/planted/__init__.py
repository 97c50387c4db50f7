"""Names, telephones and addresses that nobody has, planted to see whether any way out tells them."""
