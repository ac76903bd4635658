//! `kakehashi doctor`: is what is kept for the lists what the records say?

use std::process::ExitCode;

use crate::{Config, Result, Services, readiness::read_model};

/// Compares, tells, and repairs unless it is only to look.
pub(super) async fn doctor(config: Config, only_look: bool) -> Result<ExitCode> {
    let services = Services::open(config).await?;
    let checked = read_model::check(&services, !only_look).await?;
    println!(
        "Readiness: {} compared with the records.",
        learners(checked.people)
    );
    if checked.different.is_empty() {
        println!("Everything is as it should be.");
        return Ok(ExitCode::SUCCESS);
    }
    for person in &checked.different {
        println!("  differs: /readiness/{person}");
    }
    if only_look {
        println!("Run it without --check to put this right.");
        return Ok(ExitCode::FAILURE);
    }
    println!("Put right: {}.", learners(checked.different.len()));
    Ok(ExitCode::SUCCESS)
}

fn learners(count: usize) -> String {
    match count {
        1 => "1 learner".to_owned(),
        _ => format!("{count} learners in all"),
    }
}
