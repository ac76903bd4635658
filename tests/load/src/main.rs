//! `script/bench`: starts the program with a generated classroom, asks it for pages and answers from
//! many connections, and prints how fast it was next to a bare axum handler that sends the same
//! bytes from the same machine in the same run.

mod bare;
mod bench;
mod check;
mod classroom;
mod client;
mod courses;
mod pages;
mod program;
mod report;
mod rows;
mod run;

use std::{path::PathBuf, process::ExitCode, str::FromStr};

use classroom::{SMALL, Size};

/// A measurement ends at the first thing that goes wrong: half a table would mislead.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const USAGE: &str =
    "load run PROGRAM FOLDER [SECONDS [LEARNERS]]   measures PROGRAM, with its data in a temporary folder in FOLDER
load make FOLDER LEARNERS            makes a classroom in FOLDER, to be looked at
load check PROGRAM FOLDER           measures how long PROGRAM checks a thousand lessons
load bare FILE                      the bare handler: sends the answer kept in FILE";

fn number<N: FromStr>(name: &str, text: &str) -> Result<N>
where
    N::Err: std::fmt::Display,
{
    text.parse()
        .map_err(|error| format!("{name}: {text}: {error}").into())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["run", program, folder] => run::run(&PathBuf::from(program), &PathBuf::from(folder), 5, SMALL),
        ["run", program, folder, seconds] => number("SECONDS", seconds)
            .and_then(|seconds| run::run(&PathBuf::from(program), &PathBuf::from(folder), seconds, SMALL)),
        ["run", program, folder, seconds, learners] => number("SECONDS", seconds).and_then(|seconds| {
            let learners = number("LEARNERS", learners)?;
            let size = if learners == SMALL.learners {
                SMALL
            } else {
                Size::of(learners)
            };
            run::run(&PathBuf::from(program), &PathBuf::from(folder), seconds, size)
        }),
        ["make", folder, learners] => number("LEARNERS", learners)
            .and_then(|learners| run::make(&PathBuf::from(folder), Size::of(learners))),
        ["check", program, folder] => check::run(&PathBuf::from(program), &PathBuf::from(folder)),
        ["bare", file] => bare::serve(&PathBuf::from(file)),
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error}");
            ExitCode::FAILURE
        }
    }
}
