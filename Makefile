# The other figures of `eval` need WIREFOLD_EVAL_DIR; see examples/evaluate/main.rs.
.PHONY: eval
eval:
	cargo run --release --quiet --example evaluate
