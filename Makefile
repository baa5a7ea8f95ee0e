# The same words everywhere: run, test, check, screens, bench, simulate, sample, lock, sbom.
PYTHON ?= python
# README's name = the name it is taken under
SCREENS = programme-light=programme-laptop-light cohort-light=cohort-laptop-light team-light=team-laptop-light \
	team-phone=team-phone-light programme-dark=programme-laptop-dark

.PHONY: run test check screens bench simulate usefulness sample lock sbom attack-report

run:  ## start the dashboard
	streamlit run app.py

test:  ## run every test
	pytest

check:  ## run every check, count the failures, stop at none of them
	@failed=0; \
	for step in 'ruff check .' 'ruff format --check .' 'mypy' 'lint-imports' 'pytest'; do \
		printf '\n== %s\n' "$$step"; \
		$$step || failed=$$((failed + 1)); \
	done; \
	printf '\n%s of 5 checks failed\n' "$$failed"; \
	test "$$failed" -eq 0

screens:  ## draw every page at every size, and refresh the README's pictures (Pillow comes with Streamlit)
	$(PYTHON) tests/browser/screens.py
	mkdir -p docs/screens
	for pair in $(SCREENS); do cp "build/screens/$${pair#*=}.png" "docs/screens/$${pair%%=*}.png"; done
	$(PYTHON) -c 'import sys; from PIL import Image; [Image.open(p).convert("RGB").quantize(128).save(p, optimize=True) for p in sys.argv[1:]]' \
		docs/screens/*.png
	find docs/screens -name '*.png' -size +244k -print | (! grep .) # each stays under 250 kB

bench:  ## print the measured figures of the README
	$(PYTHON) tests/load/bench.py

simulate:  ## print how often the rules signal by chance, and how often they find what is there
	$(PYTHON) tests/load/simulate.py

usefulness:  ## print how much may be shown under the disclosure rules
	$(PYTHON) tests/load/usefulness.py

sample:  ## write the invented programme again (seeded: the same files each time)
	$(PYTHON) -m joy sample

lock:  ## write requirements.lock again: every package that requirements.txt brings, with the hashes of its files
	uv pip compile requirements.txt --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet -o requirements.lock

sbom:  ## write build/sbom.json: the parts of this environment as CycloneDX, without asking any network
	mkdir -p build
	$(PYTHON) -m cyclonedx_py environment --output-reproducible --validate --output-format JSON --output-file build/sbom.json $$(command -v $(PYTHON))

attack-report:  ## print what came of every attack on 300 invented worlds (JOY_RED_TEAM_WORLDS for more)
	$(PYTHON) tests/privacy/report.py
