# make demo   sets everything up and runs the main job: film, train, test, report
# make test   sets everything up and passes the tests
# make check  format, lint and types
# make clean  removes what the demo made; make distclean also the virtual environment

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
UNDERSTUDY := $(BIN)/understudy
DEMO := demo
ACTIONS := wave_one_hand raise_arms walk squat sit_down fall

.PHONY: demo test check format system setup clean distclean
.DEFAULT_GOAL := demo

system:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version)"; exit 1; }
	@scripts/system_packages.sh $(PYTHON)

$(INSTALLED): pyproject.toml constraints.txt | system
	$(PYTHON) -m venv $(VENV)
	@echo "Installing pinned dependencies; a few minutes the first time"
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# The body model's cache is built once for the user, not once for the checkout.
setup: system $(INSTALLED)
	@$(UNDERSTUDY) setup

demo: setup
	$(UNDERSTUDY) preview wave_one_hand -o $(DEMO)/preview.png
	$(UNDERSTUDY) generate --actions $(ACTIONS) --clips 240 --views frontal phone tripod cctv --bystanders 0.15 -o $(DEMO)/data
	$(UNDERSTUDY) inspect $(DEMO)/data
	$(UNDERSTUDY) train $(DEMO)/data -o $(DEMO)/run --epochs 60
	$(UNDERSTUDY) report $(DEMO)/run -o $(DEMO)/report.html
	@echo "Open $(DEMO)/report.html in a browser."

check: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: setup check
	$(BIN)/python -m pytest

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(DEMO)

distclean: clean
	rm -rf $(VENV) *.egg-info
