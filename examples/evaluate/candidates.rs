//! What retrieval brings up: all sources together, each alone, each left out.

use super::Request;
use super::folding::{self, Collections};
use super::judged::figures;
use super::table::{Table, Target};
use serde_json::Value;
use wirefold::candidates::CandidateConfig;
use wirefold::{Config, Result};

pub fn run(request: &Request, collections: &Collections, table: &mut Table) -> Result<()> {
    for set in &collections.judged {
        let articles = folding::articles(&set.articles)?;
        let mut told = |what: String, config: &Config, is_union: bool| -> Result<()> {
            let folded = folding::fold(&articles, config)?;
            let (found, copies) = (figures(set, &folded.retrieved()), figures(set, &folded.copies()));
            let target = |target| if is_union { target } else { Target::Told };
            let detail = format!(
                "of copies; {:.2} pairs an article; F1 of copy {:.3}; {:.1} s",
                folded.pairs_per_article(),
                copies.f1,
                folded.seconds
            );
            table.row(
                "candidates",
                format!("{}: {what}", set.name),
                found.recall,
                target(Target::AtLeast(0.995)),
                detail,
            );
            if is_union {
                let what = format!("{}: compared pairs an article", set.name);
                table.row("candidates", what, folded.pairs_per_article(), Target::AtMost(40.0), "");
            }
            Ok(())
        };
        told("all sources".to_owned(), &request.config, true)?;
        let sources = sources(&request.config.candidates);
        for (kind, on) in [("alone", true), ("left out", false)] {
            for source in &sources {
                let mut config = request.config.clone();
                config.candidates = switched(&config.candidates, &sources, |name| (name == source) == on);
                told(format!("{source} {kind}"), &config, false)?;
            }
        }
    }
    Ok(())
}

/// The configuration's switches that are on: each is a source. So a source that is added later has its rows as well.
fn sources(config: &CandidateConfig) -> Vec<String> {
    let fields = serde_json::to_value(config).expect("a configuration is JSON");
    let fields = fields.as_object().into_iter().flatten();
    fields.filter(|(_, value)| **value == Value::Bool(true)).map(|(name, _)| name.clone()).collect()
}

fn switched(config: &CandidateConfig, sources: &[String], on: impl Fn(&String) -> bool) -> CandidateConfig {
    let mut fields = serde_json::to_value(config).expect("a configuration is JSON");
    for source in sources {
        fields[source] = Value::Bool(on(source));
    }
    serde_json::from_value(fields).expect("only switches were changed")
}
