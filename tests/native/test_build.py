"""How the module is built: kernel objects without weak symbols, and a stub that says what the module holds."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import plogp
from plogp import _native

ROOT = Path(__file__).parents[2]

WEAK = "#include <vector>\nint f() { std::vector<int> v(3); v.push_back(1); return v.back(); }\n"
CLEAN = "namespace { int g(int x) { return x + 1; } }\nextern int f(int x);\nint f(int x) { return g(x); }\n"


# The build runs this check over the real objects before it links; here the check itself is shown to fail and to pass.
@pytest.mark.parametrize(("source", "passes"), [(WEAK, False), (CLEAN, True)])
def test_the_build_refuses_weak_symbols_in_kernel_objects(tmp_path, source, passes):
    (tmp_path / "kernel.cpp").write_text(source)
    compiler = os.environ.get("CXX", "c++")
    subprocess.run([compiler, "-O0", "-c", "kernel.cpp", "-o", "kernel.o"], cwd=tmp_path, check=True)
    check = [shutil.which("cmake"), f"-DNM={shutil.which('nm')}", "-P", ROOT / "native" / "weak_symbols.cmake"]
    done = subprocess.run([*check, "--", tmp_path / "kernel.o"], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is passes
    assert ("std::vector" in done.stderr) is not passes


def test_the_committed_stub_is_the_generated_one():
    """After a change of the bindings, copy the generated file, beside the built module, over the committed one."""
    generated = Path(_native.__file__).with_name("_native.pyi").read_text()
    committed = Path(plogp.__file__).with_name("_native.pyi").read_text()
    assert generated == committed, f"copy {Path(_native.__file__).with_name('_native.pyi')} to src/plogp/_native.pyi"
