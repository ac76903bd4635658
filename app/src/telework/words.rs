//! The words of this room: states of a kit, what happened to it, and which kits are wanted.

use domain::{
    Lang,
    telework::{Agreed, KitEvent, KitState},
};
use server::telework::kit_list::KitShow;

use crate::ui::Tone;

/// Where a kit is.
pub(super) fn state(lang: Lang, state: KitState) -> (Tone, &'static str) {
    match state {
        KitState::Here => (Tone::Met, lang.t("ここにある", "Here")),
        KitState::Lent => (Tone::Calm, lang.t("貸し出し中", "Lent")),
        KitState::Broken => (Tone::Soon, lang.t("こわれている", "Broken")),
        KitState::Lost => (Tone::Miss, lang.t("見つからない", "Lost")),
        KitState::Retired => (Tone::Calm, lang.t("もう使わない", "Retired")),
    }
}

/// What happened.
pub(super) fn event(lang: Lang, event: KitEvent) -> &'static str {
    match event {
        KitEvent::Added => lang.t("加えた", "Added"),
        KitEvent::Changed => lang.t("書いてあることを直した", "Details changed"),
        KitEvent::Lent => lang.t("貸し出した", "Lent"),
        KitEvent::Agreed => lang.t("約束に同意した", "Terms agreed"),
        KitEvent::Back => lang.t("戻った", "Came back"),
        KitEvent::Extended => lang.t("返す日をのばした", "Last day moved"),
        KitEvent::PartMissing => lang.t("足りない物がある", "A part is missing"),
        KitEvent::PartFound => lang.t("足りない物がそろった", "A missing part is there again"),
        KitEvent::Counted => lang.t("棚おろしで見た", "Seen at an inventory"),
        KitEvent::Here => lang.t("また使える", "Ready again"),
        KitEvent::Broken => lang.t("こわれた", "Broken"),
        KitEvent::Lost => lang.t("見つからない", "Lost"),
        KitEvent::Retired => lang.t("使うのをやめた", "Retired"),
    }
}

/// How somebody agreed.
pub(super) fn agreed(lang: Lang, how: Agreed) -> &'static str {
    match how {
        Agreed::Own => lang.t("自分のページで", "on the own page"),
        Agreed::Here => lang.t("教室の機械で、名前を書いて", "on the classroom's device, by name"),
        Agreed::Paper => lang.t("紙の書類で", "on paper"),
    }
}

/// Which kits.
pub(super) fn show(lang: Lang, show: KitShow) -> &'static str {
    match show {
        KitShow::All => lang.t("すべて", "All"),
        KitShow::Here => lang.t("ここにある", "Here"),
        KitShow::Lent => lang.t("貸し出し中", "Lent"),
        KitShow::Overdue => lang.t("返す日を過ぎた", "Overdue"),
        KitShow::NotAgreed => lang.t("同意がまだ", "Not agreed yet"),
        KitShow::Incomplete => lang.t("足りない物がある", "Incomplete"),
        KitShow::Gone => lang.t("こわれた・見つからない", "Broken or lost"),
        KitShow::Uncounted => lang.t("棚おろしがまだ", "To be counted"),
        KitShow::Retired => lang.t("もう使わない", "Retired"),
    }
}
