//! `/kits/labels`: labels to print and stick on, with a code that opens the page of the kit.

use leptos::prelude::*;
use server::{
    Result,
    db::list::ListQuery,
    qr,
    telework::{
        kit_import::kind_name,
        kit_list::{self, KitShow, KitSort},
    },
};

use crate::{
    ui::{PrintButton, crumbs},
    web::{Page, Reply, Req},
};

/// The labels of the kits that the list would show, at most as many as a file's portion; or of `?kit=`.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let wanted = req.query.get("show").parse().unwrap_or(KitShow::All);
    let query = ListQuery::<_, KitSort>::new(wanted)
        .searching(req.query.get("q"))
        .for_file();
    let one = req.query.get("kit").to_owned();
    let found = kit_list::list(req.actor()?, &req.services, &query).await?;
    let mut labels = Vec::new();
    for row in found.rows {
        if !one.is_empty() && one != row.kit.id.to_string() {
            continue;
        }
        let qr = qr::draw(&format!("{}/kits/{}", req.services.config.public_url, row.kit.id))?;
        labels.push((row.kit, qr));
    }
    let title = lang.t("ラベル", "Labels");
    Ok(Page::new(title, move || {
        let labels: Vec<_> = labels
            .into_iter()
            .map(|(kit, qr)| {
                let size = qr.size;
                view! {
                    <li class="label">
                        <svg
                            class="qr"
                            viewBox=format!("0 0 {size} {size}")
                            role="img"
                            aria-label=kit.number.clone()
                        >
                            <rect width=size.to_string() height=size.to_string() fill="#fff" />
                            <path d=qr.path fill="#000" />
                        </svg>
                        <p>
                            <strong>{kit.number}</strong>
                            <br />
                            {kind_name(lang, kit.kind)}
                            " "
                            {kit.name}
                        </p>
                    </li>
                }
            })
            .collect();
        view! {
            {crumbs(vec![("/kits".to_owned(), lang.t("貸し出す機器", "Kits to lend").to_owned())])}
            <div class="row no-print">
                <h1>{title}</h1>
                <span class="push">
                    <PrintButton />
                </span>
            </div>
            <p class="no-print">
                {lang
                    .t(
                        "切って、機器にはってください。スマートフォンのカメラで読むと、その機器のページが開きます。",
                        "Cut them out and stick them on. Read with a phone's camera, a label opens the page of its kit.",
                    )}
            </p>
            <ul class="labels">{labels}</ul>
        }
    })
    .into())
}
