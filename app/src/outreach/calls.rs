//! After the session: the calls about a party, writing one down, and "begin to learn".

use domain::{Lang, outreach::CallOutcome};
use leptos::prelude::*;
use server::clock::Zone;
use server::outreach::afterwards::CallRow;

use super::words;
use crate::ui::{Field, Select, day_and_time};

/// The calls, and the two forms.
pub fn after(lang: Lang, calls: &[CallRow], zone: Zone) -> impl IntoView + use<> {
    let calls: Vec<_> = calls
        .iter()
        .map(|row| {
            let call = &row.call;
            view! {
                <li>
                    <b>{words::outcome(lang, call.outcome)}</b>
                    " "
                    <span class="soft">{day_and_time(lang, call.at, zone)}" "{row.by.clone()}</span>
                    <p class="lines">{call.note.clone()}</p>
                </li>
            }
        })
        .collect();
    let outcomes = CallOutcome::ALL
        .map(|outcome| {
            (
                outcome.code().to_owned(),
                words::outcome(lang, outcome).to_owned(),
            )
        })
        .to_vec();
    view! {
        <section class="card">
            <h2>{lang.t("説明会のあと", "After the session")}</h2>
            <ul class="stack">{calls}</ul>
            <form method="post" class="stack">
                <Select
                    name="outcome"
                    label=lang.t("電話はどうでしたか", "What came of the call?")
                    options=outcomes
                />
                <Field name="note" label=lang.t("メモ", "Note") autocomplete="off" optional=true />
                <div class="row">
                    <button class="quiet" name="do" value="call">
                        {lang.t("電話を書きとめる", "Write the call down")}
                    </button>
                </div>
            </form>
            <form method="post" class="stack">
                <p>
                    {lang
                        .t(
                            "学びはじめる人には、招待のリンクをつくります。名前や連絡先は、そのまま入ります。",
                            "Who wants to begin gets an invitation link; name and contact are filled in already.",
                        )}
                </p>
                <button class="go" name="do" value="begin">
                    {lang.t("学びはじめる", "Begin to learn")}
                </button>
            </form>
        </section>
    }
}
