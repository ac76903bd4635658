//! Choosing between several rules.

use leptos::prelude::*;
use serde::Deserialize;

use crate::web::Req;

/// `?rule=`: the rule to look at; empty: the nearest.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RuleQuery {
    rule: String,
}

impl RuleQuery {
    /// The rule's id; empty: the nearest.
    pub fn of(req: &Req) -> String {
        req.query_as::<RuleQuery>().rule
    }
}

/// The rules to choose from, when there are several.
pub fn rule_chips(req: &Req, path: &str, current: &str) -> Option<AnyView> {
    let rules = req.services.catalog.rules();
    if rules.len() < 2 {
        return None;
    }
    let links: Vec<_> = rules
        .iter()
        .map(|revision| {
            let rule = &revision.rule;
            let here = (rule.id == current).then_some("true");
            let path = format!("{path}?rule={}", rule.id);
            view! {
                <li>
                    <a class="chip calm" href=path aria-current=here>
                        {rule.title.get(req.lang).to_owned()}
                    </a>
                </li>
            }
        })
        .collect();
    Some(
        view! {
            <ul class="row no-print" aria-label=req.lang.t("規則", "Rules")>
                {links}
            </ul>
        }
        .into_any(),
    )
}

/// The page's own address under the rule that was shown: after a change another may be the nearest.
pub fn back(req: &Req, rule: &str) -> String {
    // The address comes with its query.
    if !RuleQuery::of(req).is_empty() || req.services.catalog.rules().len() < 2 {
        return req.path.clone();
    }
    let joint = if req.path.contains('?') { '&' } else { '?' };
    format!("{}{joint}rule={rule}", req.path)
}
