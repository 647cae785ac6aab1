//! `vankien-lab evaluate --corpus FILE --queries FILE`: measures search by questions with known answers.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use vankien_search::weights::{Recipe, RerankWeights};
use vankien_system::error::Error as SystemError;

use super::evaluation;
use super::outcome::{Answer, Outcome};
use super::output::{json_line, say};
use crate::error::Error;
use crate::kind::{self, Kind, RepairMode};
use crate::retrieval::baseline::Baseline;
use crate::retrieval::{Options, evaluate};

#[derive(Debug, Args)]
#[command(after_help = "\
The corpus: one JSON object a line, {\"id\", \"document\", \"title\", \"text\"}; rows of one document are \
the sections of one paper, in order. The questions: {\"id\", \"text\", \"relevant\": [ids]}. \
Both may end in .zst.
The rows are normalised, repaired, structured and analysed as by ingest, and asked with the settings \
of search. Without --index the index lies in the system's folder for temporary files and is gone \
afterwards; with it, it is kept and serves again for the same rows.
NDCG@10, MRR@10 and recall at 1, 10 and 100 are means over the questions; the intervals hold 95 of \
100 means over questions drawn anew. Baselines: BM25 (k1 1.2, b 0.75) over syllables in small \
letters; pairs adds each two neighbours as a term.")]
pub struct Evaluate {
    /// The rows, JSON Lines.
    #[arg(long, value_name = "FILE")]
    corpus: PathBuf,
    /// The questions, JSON Lines.
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Take marks and tones off the questions (for the baselines off the rows, too).
    #[arg(long)]
    strip_marks: bool,
    /// Leave out the titles of the rows.
    #[arg(long)]
    no_title: bool,
    /// Take each row for a paper of its own.
    #[arg(long)]
    flat: bool,
    /// Damage each paper first in this way, which `evaluate-repair --kind list` names; the questions
    /// stay clean.
    #[arg(long, value_name = "KIND")]
    damage: Option<String>,
    /// The same seed gives the same damage.
    #[arg(long, default_value_t = 1, requires = "damage", value_name = "N")]
    seed: u64,
    /// Baselines to measure beside it.
    #[arg(long, value_delimiter = ',', value_name = "NAME,…")]
    baseline: Vec<Name>,
    /// Cross-validate the weights of the rerank: deal the questions out among N folds, and ask those of
    /// each fold with weights that the other folds chose. The weights are printed by name.
    #[arg(long, value_name = "N", conflicts_with = "one", value_parser = clap::value_parser!(u64).range(2..=20))]
    folds: Option<u64>,
    /// Leave out parts of ranking, to see what they add.
    #[arg(long, hide = true, value_delimiter = ',', value_name = "PART,…")]
    without: Vec<Part>,
    /// Write the first 100 rows of each question: query, Q0, id, rank, score, vankien, with tabs.
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,
    /// Ask only the question with this id.
    #[arg(long, value_name = "ID")]
    one: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

// The baselines that `--baseline` names; a doc comment would appear in the help.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Name {
    Syllable,
    Pairs,
}

/// A part of ranking.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    /// The second pass (rerank), and with it all of its weights: pairs, passages, headings, the paper around a section.
    CloserLook,
    /// Words side by side in the second pass, and the best passage, which is not looked for without them.
    Pairs,
    /// What stands in headings.
    Headings,
    /// The paper around a section: its name, its first section, its other candidates.
    Paper,
    /// The lower weight of words that only ask.
    QuestionWords,
    /// Second readings of damaged places.
    SecondReadings,
}

impl Part {
    fn leave_out(self, recipe: &mut Recipe) {
        let rerank = recipe.rerank.as_mut();
        match self {
            Part::CloserLook => recipe.rerank = None,
            Part::Pairs => rerank.into_iter().for_each(|weights| weights.pair = 0.0),
            Part::Headings => {
                recipe.heading_word = 0.0;
                rerank.into_iter().for_each(RerankWeights::without_headings);
            }
            Part::Paper => rerank.into_iter().for_each(RerankWeights::without_paper),
            Part::QuestionWords => recipe.question_word = 1.0,
            Part::SecondReadings => recipe.second_reading = 0.0,
        }
    }
}

impl Evaluate {
    /// The kind of damage that `--damage` names, with the seed; `None` without that option. An error where the name is
    /// unknown or means several kinds, or where the kind breaks lines anew (`Reflow`): each row is found again by its
    /// line numbers.
    fn damage(&self) -> Result<Option<(Kind, u64)>, Error> {
        let Some(name) = &self.damage else { return Ok(None) };
        let what = |what: &str| Error::Asked { asked: name.clone(), what: what.to_owned() };
        let kinds = kind::named(name).map_err(|_| what("is no kind of damage"))?;
        match kinds[..] {
            [kind] if kind.mode != RepairMode::Reflow => Ok(Some((kind, self.seed))),
            [_] => Err(what("prints lines anew, and rows are told by their lines")),
            _ => Err(what("is more than one kind of damage")),
        }
    }

    fn recipe(&self) -> Recipe {
        let mut recipe = Recipe::default();
        self.without.iter().for_each(|part| part.leave_out(&mut recipe));
        recipe
    }

    /// Measures and prints. `index`: the folder of an index to keep; `None` builds it in a temporary folder.
    pub fn run(&self, index: Option<&Path>, out: &mut impl Write) -> Answer {
        let baseline = |name: &Name| match name {
            Name::Syllable => Baseline::Syllable,
            Name::Pairs => Baseline::Pairs,
        };
        let report = evaluate(&Options {
            corpus: self.corpus.clone(),
            queries: self.queries.clone(),
            index: index.map(Path::to_path_buf),
            strip_marks: self.strip_marks,
            no_title: self.no_title,
            flat: self.flat,
            damage: self.damage()?,
            baselines: self.baseline.iter().map(baseline).collect(),
            one: self.one.clone(),
            folds: self.folds.map(|folds| folds as usize),
            recipe: self.recipe(),
        })?;
        if report.unknown > 0 {
            say(&format!(
                "{} answers named by the questions are no rows; they count as missed",
                report.unknown
            ));
        }
        if let Some(path) = &self.run {
            let failed = |source| Error::System(SystemError::Write { path: path.clone(), source });
            let mut file = BufWriter::new(File::create(path).map_err(failed)?);
            evaluation::write_run(&mut file, &report).map_err(failed)?;
            file.flush().map_err(failed)?;
        }
        match (&self.one, report.asked.first()) {
            (Some(_), Some(asked)) if self.json => json_line(out, &evaluation::one(asked))?,
            (Some(_), Some(asked)) => evaluation::write_one(out, asked)?,
            _ if self.json => json_line(out, &evaluation::report(&report))?,
            _ => evaluation::write_text(out, &report)?,
        }
        Ok(Outcome::Found)
    }
}
