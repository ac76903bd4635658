//! `/readiness/{person}`: the page of the readiness room, with the person's bridge above it.

use leptos::prelude::*;
use server::Result;

use super::{bridge, picture::Bridge};
use crate::{
    readiness::{self, person::ReadinessForm},
    web::{Reply, Req},
};

/// Shows the page.
pub async fn show(req: &Req) -> Result<Reply> {
    let piers = bridge::piers(req, req.param("person")?).await?;
    readiness::person::show(req, move || view! { <Bridge piers=piers /> }.into_any()).await
}

/// Records a check, a waiver or a decision.
pub async fn submit(req: &Req, form: ReadinessForm) -> Result<Reply> {
    readiness::person::submit(req, form).await
}
