# CARGO_TARGET_DIR, where it is set, is where everything is built; otherwise target/.
CARGO ?= cargo
CARGO_TARGET_DIR ?= target
export CARGO_TARGET_DIR

WIREFOLD := $(CARGO_TARGET_DIR)/release/wirefold
NEWS := corpora/articles.jsonl
VERDICTS := $(CARGO_TARGET_DIR)/corpora.jsonl
# A ferry accident: a later take, and the first one.
PAIR := en-04-c en-04-a

.PHONY: build run test test-crash bench bench-quick eval eval-large exports fmt lint doc

build:
	$(CARGO) build --release --locked

# Folds the articles of corpora/, shows the largest groups of copies, and explains one pair.
run: build
	$(WIREFOLD) batch $(NEWS) --out $(VERDICTS)
	@echo
	$(WIREFOLD) show $(VERDICTS) --in $(NEWS) --top 3
	@echo
	$(WIREFOLD) explain $(PAIR) --in $(NEWS)

# Everything but the benches, then the code in the documentation.
test:
	$(CARGO) test --locked --lib --bins --tests --examples
	$(CARGO) test --locked --doc

# The store under 300 kills instead of 30.
test-crash:
	WIREFOLD_CRASHES=300 $(CARGO) test --locked --test crash

# The table of speeds comes last; see benches/table/main.rs for what it can be held against.
bench:
	$(CARGO) bench --locked

# Instructions against those of benches/records/instructions.tsv, in under two minutes once it is built.
bench-quick: build
	benches/quick.sh $(WIREFOLD)

# Every figure that is claimed. Those on real news need WIREFOLD_EVAL_DIR; see examples/evaluate/main.rs.
eval:
	$(CARGO) run --release --locked --quiet --example evaluate
	$(CARGO) run --release --locked --quiet --example lineage

# The graph over a million codes: an hour and a half on one core, 3 GB.
eval-large:
	$(CARGO) run --release --locked --quiet --example evaluate -- --only nearest --large

# Reads what `export` writes with libraries of others; says so where they are not installed.
PYTHON ?= python3
exports: build
	$(WIREFOLD) batch $(NEWS) --out $(VERDICTS)
	$(PYTHON) tests/tools/check_exports.py $(WIREFOLD) $(VERDICTS) $(NEWS) || test $$? -eq 77

fmt:
	$(CARGO) fmt

lint:
	$(CARGO) clippy --locked --all-targets -- -D warnings

doc:
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps
