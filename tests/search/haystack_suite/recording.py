"""A test runner that writes down which tests failed, and with what."""

from __future__ import annotations

import json
import os
import unittest
from pathlib import Path
from typing import Any

from django.test.runner import DiscoverRunner


class _Result(unittest.TextTestResult):
    """Outcomes by test: an empty string for one that did what it should, else the last line of its error."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.outcomes: dict[str, str] = {}

    def stopTest(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's name
        super().stopTest(test)
        failed = [text for one, text in [*self.errors, *self.failures] if one is test]
        if test in self.unexpectedSuccesses:
            failed.append("passes, though it is marked as expected to fail")
        self.outcomes[test.id()] = failed[0].strip().splitlines()[-1] if failed else ""


class RecordingRunner(DiscoverRunner):
    def get_resultclass(self) -> type[_Result]:
        return _Result

    def suite_result(self, suite: Any, result: Any, **options: Any) -> int:
        Path(os.environ["SUITE_OUTCOMES"]).write_text(json.dumps(result.outcomes))
        return super().suite_result(suite, result, **options)
