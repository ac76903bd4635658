//! `kakehashi doctor`: is what is kept for the lists what the records say?

use std::process::ExitCode;

use domain::{Lang, say};

use crate::{Config, Result, Services, readiness::read_model};

/// Compares, tells, and repairs unless it is only to look.
pub(super) async fn doctor(config: Config, only_look: bool) -> Result<ExitCode> {
    let services = Services::open(config).await?;
    let checked = read_model::check(&services, !only_look).await?;
    let count = checked.people;
    tell(|lang| {
        say!(lang, count of "{count} 人の準備を、記録とくらべました。",
            one "The standing of {count} learner was compared with the records.",
            other "The standings of {count} learners were compared with the records.")
    });
    if checked.different.is_empty() {
        tell(|lang| {
            lang.t("すべて、記録のとおりです。", "Everything is as it should be.")
                .to_owned()
        });
        return Ok(ExitCode::SUCCESS);
    }
    for person in &checked.different {
        tell(|lang| {
            say!(
                lang,
                "  ちがう: /readiness/{person}",
                "  differs: /readiness/{person}"
            )
        });
    }
    if only_look {
        tell(|lang| {
            lang.t(
                "--check なしで実行すると、直します。",
                "Run it without --check to put this right.",
            )
            .to_owned()
        });
        return Ok(ExitCode::FAILURE);
    }
    let count = checked.different.len();
    tell(|lang| {
        say!(lang, count of "{count} 人を直しました。",
            one "{count} learner was put right.",
            other "{count} learners were put right.")
    });
    Ok(ExitCode::SUCCESS)
}

/// Says a line in both languages.
fn tell(words: impl Fn(Lang) -> String) {
    println!("{}\n{}", words(Lang::Ja), words(Lang::En));
}
