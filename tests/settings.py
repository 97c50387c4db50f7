"""Settings of the test run: the shipped ones, with the sample kind of work and a cheap hasher."""

import os
import sys
import tempfile

os.environ.setdefault("PHOIHOP_TESTING", "1")
os.environ.setdefault("PHOIHOP_DATA", tempfile.mkdtemp(prefix="phoihop-test-"))

from phoihop.config.settings import *  # noqa: F403 the shipped settings, after the environment is set
from phoihop.config.settings import DATABASES, INSTALLED_APPS, STATIC_ROOT

INSTALLED_APPS = [*INSTALLED_APPS, "phoihop.core.tests.sample"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True

# A power cut in the middle of a test loses nothing anybody wants. Processes a test starts run the shipped settings.
if "pytest" in sys.modules and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
