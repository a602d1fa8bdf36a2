# Daftar perintah Pilar. Yang tertulis di sini adalah bantuannya: ketik `make`.
# Every target that needs packages makes the computer ready first; that costs nothing when it is.

.DEFAULT_GOAL := help
.PHONY: help run demo test check unit coverage bench pairs bench-register model-long model-bites kill-long screenshots words setup lock clean
MAKEFLAGS += --no-print-directory
PYTHON := .venv/bin/python
OUT := var/contoh
EXAMPLES := 1500
STEPS := 40
KILLS := 200
PEOPLE := 837062

help: ## Tampilkan daftar perintah ini
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | awk -F@ '{ printf "%-20s %s\n", $$1, $$2 }'

run: ready-run ## Buka Pilar dengan desa contoh; tanpa layar: hari yang sama, kertas dan gambar ke var/contoh
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then $(PYTHON) main.py --sample; \
	else $(PYTHON) main.py demo --out $(OUT); fi

demo: ready-run ## Jalankan sehari kerja di desa contoh tanpa jendela (OUT=folder)
	@$(PYTHON) main.py demo --out $(OUT)

test: ready-dev ## Periksa gaya, jenis dan panah, lalu jalankan semua tes
	@status=0; $(MAKE) check || status=$$?; $(MAKE) unit || status=$$?; exit $$status

unit: ready-dev ## Jalankan tes saja (ARGS="tests/sync -x" memilih)
	@$(PYTHON) -m pytest $(ARGS)

check: ready-dev ## Periksa gaya (ruff), jenis (mypy) dan panah antar ruang (import-linter)
	@status=0; \
	echo "ruff check"; $(PYTHON) -m ruff check --quiet . || status=1; \
	echo "ruff format"; $(PYTHON) -m ruff format --quiet --check . || status=1; \
	echo "mypy --strict"; $(PYTHON) -m mypy --no-error-summary || status=1; \
	echo "import-linter"; $(PYTHON) tools/arrows.py || status=1; \
	exit $$status

coverage: ready-dev ## Jalankan tes sambil menghitung baris yang terlewati
	@$(PYTHON) -m coverage run -m pytest; $(PYTHON) -m coverage report --skip-covered

bench: ready-dev ## Ukur kecepatan, di samping batas dan pesaing (ARGS="search" memilih)
	@$(PYTHON) -m tests.benchmarks $(ARGS)

bench-register: ready-dev ## Ukur satu kabupaten penuh: 837.062 orang karangan (PEOPLE=837062, ARGS="--keep folder" menyimpannya)
	@$(PYTHON) -m tests.benchmarks.register --people $(PEOPLE) $(ARGS)

pairs: ready-dev ## Hitung seberapa tepat pencarian ganda pada pasangan yang sudah diberi label
	@$(PYTHON) -m tests.pairs $(ARGS)

model-long: ready-dev ## Permainan sinkron yang panjang (EXAMPLES=1500 STEPS=40)
	@HYPOTHESIS_PROFILE=long PILAR_MODEL_EXAMPLES=$(EXAMPLES) PILAR_MODEL_STEPS=$(STEPS) $(PYTHON) -m pytest tests/sync/test_model.py

model-bites: ready-dev ## Tanam kekeliruan yang dikenal satu per satu dan lihat apakah permainan sinkron menemukannya
	@$(PYTHON) -m tests.sync.planted

kill-long: ready-dev ## Bunuh program 200 kali di tengah simpan dan di tengah mengisi (KILLS=200)
	@PILAR_KILLS=$(KILLS) $(PYTHON) -m pytest tests/store/test_kill.py

screenshots: ready-dev ## Gambar semua halaman ke docs/screenshots
	@$(PYTHON) -m ui.tour

words: ready-dev ## Kumpulkan kalimat ke katalog Inggris, susun pilar.mo, sebut yang belum diterjemahkan
	@$(PYTHON) tools/words.py

setup: ready-dev ## Siapkan .venv dan pustaka sistem, juga untuk tes

lock: ## Perbarui requirements/*.txt dari pyproject.toml, dengan sidik jari dan tanpa nama host
	@bash tools/lock.sh

clean: ## Buang .venv, var dan semua yang dapat dibuat lagi
	rm -rf .venv var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: ready-run ready-dev
ready-run:
	@bash tools/setup.sh run

ready-dev:
	@bash tools/setup.sh dev
