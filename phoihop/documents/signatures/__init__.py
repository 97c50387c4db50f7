"""Electronic signatures in PDF papers (PAdES): made here, or made elsewhere and verified by two validators.

``verify`` says for each signature who signed, when, what it covers, what came after it, and whether the
issuer of the certificate is known here. ``sign`` adds one signature as an update that leaves the earlier
ones as they are. Whether a paper is still in force is the register's to say, never a signature's.
"""
