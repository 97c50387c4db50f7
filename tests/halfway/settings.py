"""The shipped settings with an update that fails half-way."""

from phoihop.config.settings import *  # noqa: F403 the shipped settings
from phoihop.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.halfway"]
