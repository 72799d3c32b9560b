//! Rows against lists of pairs.

use proptest::prelude::*;
use taox_core::epoch::{Rows, RowsBuf, RowsError};

type Lists = Vec<Vec<(u16, u16)>>;

fn lists() -> impl Strategy<Value = Lists> {
    let row = prop::collection::vec((0..9_u16, any::<u16>()), 0..5);
    prop::collection::vec(row, 0..7)
}

fn from_lists(lists: &Lists) -> RowsBuf {
    let mut rows = RowsBuf::empty(0);
    for row in lists {
        rows.push_row(row.iter().copied());
    }
    rows
}

fn to_lists(rows: Rows<'_>) -> Lists {
    (0..rows.len())
        .map(|i| rows.iter_row(i).collect())
        .collect()
}

proptest! {
    #[test]
    fn rows_keep_what_they_are_given(lists in lists()) {
        let rows = from_lists(&lists);
        prop_assert_eq!(to_lists(rows.as_rows()), lists.clone());
        prop_assert_eq!(rows.len(), lists.len());
        prop_assert_eq!(rows.as_rows().pairs(), lists.concat().len());
        prop_assert_eq!(rows.as_rows().to_buf(), rows.clone());
        let (starts, uids, values) = rows.clone().into_parts();
        prop_assert_eq!(RowsBuf::new(starts, uids, values), Ok(rows));
    }

    #[test]
    fn replacing_touches_one_row(
        lists in lists(),
        i in 0..8_usize,
        new in prop::collection::vec((0..9_u16, any::<u16>()), 0..5),
    ) {
        let mut rows = from_lists(&lists);
        rows.replace_row(i, &new);
        let mut expected = lists;
        if let Some(row) = expected.get_mut(i) {
            *row = new;
        }
        prop_assert_eq!(to_lists(rows.as_rows()), expected.clone());
        prop_assert_eq!(rows, from_lists(&expected));
    }

    #[test]
    fn zeroing_a_column_keeps_its_pairs(lists in lists(), uid in 0..9_u16) {
        let mut rows = from_lists(&lists);
        rows.zero_column(uid);
        let zeroed = |&(other, value): &(u16, u16)| (other, if other == uid { 0 } else { value });
        let expected: Lists =
            lists.iter().map(|row| row.iter().map(zeroed).collect()).collect();
        prop_assert_eq!(to_lists(rows.as_rows()), expected);
    }

    #[test]
    fn serialised_rows_come_back(lists in lists()) {
        let rows = from_lists(&lists);
        let json = serde_json::to_string(&rows).expect("serialises");
        prop_assert_eq!(serde_json::from_str::<RowsBuf>(&json).expect("reads"), rows);
    }
}

#[test]
fn rows_beyond_the_last_are_empty() {
    let mut rows = RowsBuf::empty(2);
    assert_eq!(rows.row(2), (&[][..], &[][..]));
    assert_eq!(rows.row(usize::MAX), (&[][..], &[][..]));
    rows.replace_row(usize::MAX, &[(0, 1)]);
    assert_eq!(rows, RowsBuf::empty(2));
    assert!(RowsBuf::default().is_empty());
}

#[test]
fn slices_that_are_no_rows() {
    let error = |starts: &[u32], uids: &[u16], values: &[u16]| {
        Rows::new(starts, uids, values).expect_err("refused")
    };
    assert_eq!(error(&[], &[], &[]), RowsError::NoStarts);
    assert_eq!(error(&[1], &[3], &[4]), RowsError::FirstStart { actual: 1 });
    let descending = RowsError::Descending {
        row: 1,
        start: 2,
        end: 1,
    };
    assert_eq!(error(&[0, 2, 1], &[3], &[4]), descending);
    assert_eq!(
        error(&[0, 2], &[3], &[4]),
        RowsError::LastStart {
            expected: 1,
            actual: 2
        }
    );
    assert_eq!(
        error(&[0], &[3], &[]),
        RowsError::Values {
            expected: 1,
            actual: 0
        }
    );
    assert!(serde_json::from_str::<RowsBuf>("[[0,2],[3],[4]]").is_err());
}
