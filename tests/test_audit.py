"""What the audit of packages says, and when it is an error."""

import importlib.util

import pytest


@pytest.fixture(scope="module")
def audit(root):
    spec = importlib.util.spec_from_file_location("audit", root / ".ci" / "audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def package(*mended: list[str]) -> dict:
    known = [{"id": f"PYSEC-{number}", "fix_versions": versions} for number, versions in enumerate(mended)]
    return {"name": "some", "version": "1.0", "vulns": known}


SKIPPED = {"name": "other", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("dependencies", "status", "said"),
    [
        ([package(), SKIPPED], 0, "1 packages audited, 0 known vulnerabilities; 1 could not be."),
        ([package(["1.1", "2.0"])], 1, "some 1.0: PYSEC-0, mended in 1.1, 2.0"),
        ([package([])], 0, "some 1.0: PYSEC-0, mended in no version yet"),
        ([SKIPPED], 0, "No index of vulnerabilities answers here: of no package is anything known."),
        ([], 0, "No index of vulnerabilities answers here: of no package is anything known."),
    ],
)
def test_what_can_be_mended_is_an_error_and_what_cannot_be_known_is_said(audit, dependencies, status, said):
    found, lines = audit.verdict({"dependencies": dependencies})
    assert found == status
    assert said in lines


def test_where_nothing_can_be_found_out_nothing_is_known(audit, tmp_path, monkeypatch):
    monkeypatch.setattr(audit.sys, "executable", "/bin/false")
    assert audit.report(str(tmp_path)) == {"dependencies": []}
