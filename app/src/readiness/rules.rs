//! Choosing between several rules.

use leptos::prelude::*;

use crate::web::Req;

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
    if !req.query.get("rule").is_empty() || req.services.catalog.rules().len() < 2 {
        return req.path.clone();
    }
    let joint = if req.path.contains('?') { '&' } else { '?' };
    format!("{}{joint}rule={rule}", req.path)
}
