//! Pages of a list in memory, and the words of orders and counts.

use proptest::prelude::*;

use super::*;

domain::coded_enum! {
    /// By what.
    enum By {
        /// Its number.
        Number = "number",
        /// Its name.
        Name = "name",
    }
}

impl Sort for By {
    const USUAL: Order<By> = Order::down(By::Number);
}

#[test]
fn an_order_is_one_word_and_an_unknown_word_the_usual_order() {
    assert_eq!(Order::<By>::read("name"), Order::up(By::Name));
    assert_eq!(Order::<By>::read("-name"), Order::down(By::Name));
    for word in ["", "-", "nothing", "--name", "-nothing"] {
        assert_eq!(Order::<By>::read(word), By::USUAL, "{word}");
    }
    assert_eq!(Order::down(By::Name).to_string(), "-name");
}

#[test]
fn a_count_says_where_counting_ended() {
    let told = [0, 37, 999, 1_000, 1_001].map(|rows| Count(rows).to_string());
    assert_eq!(told, ["0", "37", "999", "1,000", "1,000+"]);
}

proptest! {
    #[test]
    fn a_list_in_memory_is_walked_forth_and_back_without_a_gap(rows in 0_usize..260) {
        let all: Vec<usize> = (0..rows).collect();
        let mut query = ListQuery::<(), By>::new(());
        let mut seen = Vec::new();
        let mut last = None;
        loop {
            let page = ListPage::cut(all.clone(), &query, usize::to_string);
            prop_assert!(page.rows.len() <= PAGE);
            seen.extend(page.rows);
            match page.after {
                Some(row) => query = query.after(row),
                None => {
                    last = page.before.or(last);
                    break;
                }
            }
        }
        prop_assert_eq!(&seen, &all);
        while let Some(row) = last {
            query.place = Place::Before(row);
            let page = ListPage::cut(all.clone(), &query, usize::to_string);
            prop_assert_eq!(page.rows.len(), PAGE);
            prop_assert!(page.after.is_some());
            last = page.before;
        }
    }
}
