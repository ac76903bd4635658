//! What the demo prints: who can sign in how, in both languages.

use domain::identity::Role;

use super::cast::{ADMINISTRATOR, COORDINATOR, INSTRUCTOR, LEARNERS, PASSWORD};

/// After filling: everybody's sign-in, and the link of a packet that waits for an answer.
pub(super) fn filled(packet: &str) -> String {
    format!(
        "デモの教室ができました。人も会社も町も、すべて架空です。\n\
         The demo classroom is ready. People, companies and the town are all made up.\n\n{}\n\
         会社の人として開く（サインインなし） / As an employer, without signing in:\n  {packet}\n",
        table()
    )
}

/// When the demo was there already.
pub(super) fn filled_before() -> String {
    format!(
        "デモの教室は、もうできています。何も変えませんでした。\n\
         The demo classroom is there already. Nothing was changed.\n\n{}",
        table()
    )
}

/// When the database belongs to somebody.
pub(super) fn not_empty() -> String {
    "このデータベースには、もう人がいます。デモは空のデータベースにだけ作れます。何も変えませんでした。\n\
     This database has people in it. The demo needs an empty one (another --data folder will do). Nothing was changed.\n"
        .to_owned()
}

/// A line for everybody who can sign in.
fn table() -> String {
    let mut lines = vec![format!(
        "  {}{}{}",
        cell("名前 / Sign-in", 16),
        cell("パスワード / Password", 24),
        "だれ / Who"
    )];
    let staff = [ADMINISTRATOR, COORDINATOR, INSTRUCTOR];
    for it in staff {
        let who = match it.role {
            Role::Administrator => "管理者 / administrator",
            Role::Coordinator => "コーディネーター / coordinator",
            Role::Instructor => "先生 / instructor",
            Role::Learner => "学ぶ人 / learner",
        };
        lines.push(format!(
            "  {}{}{} — {who}",
            cell(it.sign_in, 16),
            cell(PASSWORD, 24),
            it.name
        ));
    }
    for it in LEARNERS {
        let (ja, en) = it.state;
        lines.push(format!(
            "  {}{}{} — {ja} / {en}",
            cell(it.sign_in, 16),
            cell(PASSWORD, 24),
            it.name
        ));
    }
    lines.join("\n") + "\n"
}

/// A text with the blanks that make it so many columns wide in a terminal.
fn cell(text: &str, width: usize) -> String {
    // Japanese letters take two columns.
    let columns: usize = text
        .chars()
        .map(|letter| if letter > '\u{2e80}' { 2 } else { 1 })
        .sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(columns).max(1)))
}
