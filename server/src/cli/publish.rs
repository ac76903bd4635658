//! `kakehashi publish`: looks at the sources, says what would change, and publishes it.

use std::process::ExitCode;

use uuid::Uuid;

use crate::{
    Config, Error, Result, Services,
    catalog::{
        Problem,
        plan::{self, Plan},
        refresh,
        revisions::{self, Unattended},
    },
};

/// Which source, and whether it is only to be planned.
pub(super) struct Wanted<'a> {
    pub source: Option<&'a str>,
    pub plan_only: bool,
}

pub(super) async fn publish(config: Config, wanted: &Wanted<'_>) -> Result<ExitCode> {
    let services = Services::open(config).await?;
    let sources = revisions::for_operator(&services).await?;
    let chosen: Vec<_> = sources
        .iter()
        .filter(|(id, name)| {
            wanted
                .source
                .is_none_or(|wanted| name == wanted || id.to_string() == wanted)
        })
        .collect();
    if let (Some(source), true) = (wanted.source, chosen.is_empty()) {
        let names: Vec<&str> = sources.iter().map(|(_, name)| name.as_str()).collect();
        return Err(Error::unexpected(format!(
            "--source: no source is called {source}; there are: {}",
            names.join(", ")
        )));
    }
    let mut code = ExitCode::SUCCESS;
    for (id, name) in chosen {
        match one(&services, *id, name, wanted.plan_only).await {
            Ok(true) => {}
            Ok(false) => code = ExitCode::FAILURE,
            Err(error) => {
                println!("{name}: {error}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

/// Gives whether nothing is held back.
async fn one(services: &Services, id: Uuid, name: &str, plan_only: bool) -> Result<bool> {
    let Unattended {
        revision,
        commit,
        message,
        problems,
        held_back,
    } = revisions::look_for_operator(services, id).await?;
    println!(
        "{name}: {} {}",
        short(&commit),
        message.lines().next().unwrap_or_default()
    );
    for problem in &problems {
        print!("{}", shown(problem));
    }
    for item in &held_back {
        println!("  held back: {item}");
    }
    let plan = plan::compute(services, revision).await?;
    print!("{}", told(&plan));
    if plan.is_empty() || plan_only {
        return Ok(held_back.is_empty());
    }
    let changed = refresh::publish_as(services, id, revision, None).await?;
    println!("  published: {}", changed.join(", "));
    Ok(held_back.is_empty())
}

fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}

fn shown(problem: &Problem) -> String {
    let mut text = match &problem.place {
        Some(place) => format!("  {}:{}:{}: ", problem.path, place.line, place.column),
        None => format!("  {}: ", problem.path),
    };
    let word = if problem.is_error() { "error" } else { "warning" };
    text.push_str(&format!(
        "{word}[{}] {} / {}\n",
        problem.code, problem.message.ja, problem.message.en
    ));
    if let Some(place) = &problem.place {
        text.push_str(&format!(
            "    {}{}{}\n    {}\n",
            place.before,
            place.marked,
            place.after,
            place.carets()
        ));
    }
    text
}

/// A plan in a few lines.
fn told(plan: &Plan) -> String {
    if plan.is_empty() {
        return "  nothing changes\n".to_owned();
    }
    let mut text = String::new();
    for course in &plan.courses {
        let change = match (&course.from, &course.to) {
            (None, _) => "new",
            (_, None) => "withdrawn",
            (Some(_), Some(_)) => "changed",
        };
        text.push_str(&format!("  course {}: {change}\n", course.id));
        for (what, list) in [
            ("lessons and quizzes added", &course.added),
            ("lessons and quizzes removed", &course.removed),
            ("questions added", &course.questions_added),
            ("questions removed", &course.questions_removed),
            ("keys that differ", &course.keys_changed),
        ] {
            if !list.is_empty() {
                text.push_str(&format!("    {what}: {}\n", list.join(", ")));
            }
        }
        for (quiz, count) in &course.open_attempts {
            text.push_str(&format!(
                "    {quiz}: {count} open attempts finish on the revision they began on\n"
            ));
        }
    }
    for rule in &plan.rules {
        text.push_str(&format!("  rule {rule}: changed\n"));
    }
    for (word, count) in [
        (
            "gain",
            plan.people.iter().filter(|p| p.missing_after == Some(0)).count(),
        ),
        (
            "lose",
            plan.people.iter().filter(|p| p.missing_before == Some(0)).count(),
        ),
    ] {
        if count > 0 {
            text.push_str(&format!(
                "  {count} people {word} \"everything met\" under a rule\n"
            ));
        }
    }
    text
}
