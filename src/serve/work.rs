//! The right to work on a question, and the bytes of answers that wait for their readers.
//! In: a caller. Out: a turn, when it is the caller's. Never holds a right to work while a reader is slow.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use super::callers::{Caller, share_of_one};
use super::reply::Problem;

/// How many questions may wait for their turn; others are told to come again.
const WAITING: usize = 256;

/// How many questions wait because answers to all callers wait for readers: while there are any, readers that have
/// stopped are not waited for.
#[derive(Clone, Debug, Default)]
pub struct Pressure(Arc<AtomicUsize>);

impl Pressure {
    /// Whether a question waits.
    pub fn is_on(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }

    fn enter(&self) -> Pressed {
        self.0.fetch_add(1, Ordering::Relaxed);
        Pressed(self.clone())
    }
}

/// A question that waits for readers.
struct Pressed(Pressure);

impl Drop for Pressed {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What is there for the questions of all callers; one caller may take three quarters of it.
#[derive(Debug)]
pub struct Work {
    at_once: usize,
    bytes: usize,
    all: Arc<Share>,
    /// Permits for callers that have much work done: fewer than there are in all.
    busy: Arc<Semaphore>,
    /// Permits for questions of callers that have another one there: fewer again, so that many callers with many
    /// questions do not keep one waiting who has one. Half of all keep every processor at work.
    many: Arc<Semaphore>,
    callers: Mutex<BTreeMap<Caller, Arc<Share>>>,
    /// Told whenever bytes of answers are gone.
    sent: Notify,
    pressure: Pressure,
}

/// What one caller has taken, or all of them have.
#[derive(Debug)]
struct Share {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    unsent: AtomicUsize,
    spent: Mutex<Spent>,
}

/// How much work was done of late.
#[derive(Debug)]
struct Spent {
    seconds: f64,
    /// When that was reckoned.
    at: Instant,
}

/// What was spent counts half after this time.
const HALF: Duration = Duration::from_secs(10);

/// A caller that has spent no more finds a permit and room that those who have cannot take, in seconds.
const LITTLE: f64 = 1.0;

impl Spent {
    /// What counts of it now.
    fn now(&self) -> f64 {
        self.seconds * 0.5_f64.powf(self.at.elapsed().as_secs_f64() / HALF.as_secs_f64())
    }
}

impl Share {
    fn new(at_once: usize) -> Share {
        let permits = Arc::new(Semaphore::new(at_once));
        let spent = Mutex::new(Spent { seconds: 0.0, at: Instant::now() });
        Share { permits, waiting: AtomicUsize::new(0), unsent: AtomicUsize::new(0), spent }
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spend(&self, time: Duration) {
        let mut spent = self.spent();
        let seconds = spent.now() + time.as_secs_f64();
        *spent = Spent { seconds, at: Instant::now() };
    }

    /// Whether a question of the caller beside the one that asks here is worked on or waits; `most` are its permits but
    /// for those that this question holds.
    fn has_others(&self, most: usize) -> bool {
        self.waiting.load(Ordering::Relaxed) > 1 || self.permits.available_permits() < most
    }

    /// Whether much work was done for the caller of late.
    fn has_spent_much(&self) -> bool {
        self.spent().now() > LITTLE
    }
}

async fn permit(permits: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    // A semaphore is never closed here; without a permit the work would only go uncounted.
    permits.clone().acquire_owned().await.ok()
}

impl Work {
    /// Works on `at_once` questions, and on none while `bytes` of answers or more wait for their readers.
    /// While a question waits for readers of others, `pressure` is on.
    pub fn new(at_once: usize, bytes: usize, pressure: Pressure) -> Work {
        let all = Arc::new(Share::new(at_once));
        let busy = Arc::new(Semaphore::new(share_of_one(at_once)));
        let many = Arc::new(Semaphore::new(at_once - 2 * (at_once / 4)));
        let (callers, sent) = (Mutex::default(), Notify::new());
        Work { at_once, bytes, all, busy, many, callers, sent, pressure }
    }

    /// The right to work on a question of `caller`, when it is its turn. While answers wait for slow readers nobody's
    /// permit is held: the memory in use is that of `bytes` and of one answer for each question worked on.
    pub async fn turn(self: &Arc<Self>, caller: Caller) -> Result<Turn, Problem> {
        let share = self.share(caller);
        let _waiting = Waiting::enter(self.all.clone(), share.clone())?;
        let permits = self.permits(&share).await;
        let begun = Some(Instant::now());
        Ok(Turn { work: self.clone(), share, begun, permits })
    }

    /// The permits for one question, when it is its turn and answers leave room.
    async fn permits(&self, share: &Share) -> Permits {
        loop {
            // Bytes that go from here on are not missed.
            let sent = self.sent.notified();
            let most = share_of_one(self.at_once);
            let has_others = share.has_others(most);
            let is_busy = has_others || share.has_spent_much();
            let own = permit(&share.permits).await;
            let many = if has_others { permit(&self.many).await } else { None };
            let busy = if is_busy { permit(&self.busy).await } else { None };
            let permits = [own, many, busy, permit(&self.all.permits).await];
            // Whose other questions came while this one waited goes behind those who have one alone.
            if !has_others && share.has_others(most.saturating_sub(1)) {
                continue;
            }
            if self.has_room(share, is_busy) {
                return permits;
            }
            drop(permits);
            // Where the caller's own readers are slow, nobody else has to hurry.
            let _pressed = (!self.has_room_for_all(is_busy)).then(|| self.pressure.enter());
            sent.await;
        }
    }

    /// How many questions wait for their turn.
    pub fn waiting(&self) -> usize {
        self.all.waiting.load(Ordering::Relaxed)
    }

    /// How many questions are worked on.
    pub fn working(&self) -> usize {
        self.at_once.saturating_sub(self.all.permits.available_permits())
    }

    /// How many bytes of answers wait for their readers.
    pub fn unsent(&self) -> usize {
        self.all.unsent.load(Ordering::Relaxed)
    }

    fn has_room(&self, share: &Share, is_busy: bool) -> bool {
        let own = share.unsent.load(Ordering::Relaxed);
        self.has_room_for_all(is_busy) && own < share_of_one(self.bytes)
    }

    /// Whether the answers to all callers leave room: a quarter is for callers that have spent little.
    fn has_room_for_all(&self, is_busy: bool) -> bool {
        self.unsent() < if is_busy { share_of_one(self.bytes) } else { self.bytes }
    }

    /// What `caller` has taken, kept as long as it has any of it or what it spent counts.
    fn share(&self, caller: Caller) -> Arc<Share> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = callers.get(&caller) {
            return share.clone();
        }
        callers
            .retain(|_, share| Arc::strong_count(share) > 1 || share.spent().now() > LITTLE / 10.0);
        let share = Arc::new(Share::new(share_of_one(self.at_once)));
        callers.insert(caller, share.clone());
        share
    }
}

/// The right to work on one question.
#[derive(Debug)]
pub struct Turn {
    work: Arc<Work>,
    share: Arc<Share>,
    /// Since when it is worked on; `None` while it waits for its reader.
    begun: Option<Instant>,
    permits: Permits,
}

type Permits = [Option<OwnedSemaphorePermit>; 4];

/// So many answers that go out in pieces take all the bytes that may wait, whatever they have in flight: each has a
/// thread, and keeps open what it reads.
const IN_PIECES: usize = 256;

impl Drop for Turn {
    fn drop(&mut self) {
        self.pause();
    }
}

impl Turn {
    /// Leaves the right to work to others.
    pub fn pause(&mut self) {
        if let Some(begun) = self.begun.take() {
            self.share.spend(begun.elapsed());
        }
        self.permits = Permits::default();
    }

    /// Has the right to work again, when it is its turn.
    pub async fn resume(&mut self) {
        let _waiting = Waiting::among(self.work.all.clone(), self.share.clone());
        self.permits = self.work.permits(&self.share).await;
        self.begun = Some(Instant::now());
    }

    /// What work takes whose answer goes out in pieces, counted until the value goes.
    pub fn state(&self) -> Unsent {
        self.answered(self.work.bytes / IN_PIECES)
    }

    /// Counts the bytes of the answer until the value goes.
    pub fn answered(&self, bytes: usize) -> Unsent {
        for share in [&self.work.all, &self.share] {
            share.unsent.fetch_add(bytes, Ordering::Relaxed);
        }
        Unsent { work: self.work.clone(), share: self.share.clone(), bytes }
    }
}

/// Bytes of an answer that its reader has not taken yet.
#[derive(Debug)]
pub struct Unsent {
    work: Arc<Work>,
    share: Arc<Share>,
    bytes: usize,
}

impl Drop for Unsent {
    fn drop(&mut self) {
        for share in [&self.work.all, &self.share] {
            share.unsent.fetch_sub(self.bytes, Ordering::Relaxed);
        }
        self.work.sent.notify_waiters();
    }
}

/// A question that waits for its turn; counted until it has it or its caller goes away.
struct Waiting([Arc<Share>; 2]);

impl Waiting {
    /// Beside all that wait, however many.
    fn among(all: Arc<Share>, own: Arc<Share>) -> Waiting {
        let shares = [all, own];
        for share in &shares {
            share.waiting.fetch_add(1, Ordering::Relaxed);
        }
        Waiting(shares)
    }

    fn enter(all: Arc<Share>, own: Arc<Share>) -> Result<Waiting, Problem> {
        let is_full = all.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING;
        let has_many = own.waiting.fetch_add(1, Ordering::Relaxed) >= share_of_one(WAITING);
        let waiting = Waiting([all, own]);
        if is_full || has_many {
            return Err(Problem::new(429, "too many questions at once; ask again"));
        }
        Ok(waiting)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        for share in &self.0 {
            share.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;

    use super::*;

    fn caller(address: &str) -> Caller {
        Caller::of(address.parse().expect("an address"))
    }

    fn run(test: impl Future<Output = ()>) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_time().build().expect("a runtime").block_on(test);
    }

    async fn in_time(work: &Arc<Work>, address: &str) -> Option<Turn> {
        let turn = tokio::time::timeout(Duration::from_millis(50), work.turn(caller(address)));
        turn.await.ok().map(|turn| turn.expect("few wait"))
    }

    #[test]
    fn one_caller_cannot_take_all_permits() {
        run(async {
            let work = Arc::new(Work::new(4, 100, Pressure::default()));
            let mut turns = Vec::new();
            for _ in 0..3 {
                turns.extend(in_time(&work, "192.0.2.1").await);
            }
            assert!(turns.len() == 3 && in_time(&work, "192.0.2.1").await.is_none());
            assert!(in_time(&work, "192.0.2.2").await.is_some());
            turns.pop();
            assert!(in_time(&work, "192.0.2.1").await.is_some());
            assert_eq!(work.waiting(), 0);
        });
    }

    #[test]
    fn who_has_spent_much_leaves_a_permit_to_others() {
        run(async {
            let work = Arc::new(Work::new(4, 100, Pressure::default()));
            let callers = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"];
            for address in callers {
                work.share(caller(address)).spend(Duration::from_secs(3));
            }
            let mut turns = Vec::new();
            for address in callers {
                turns.extend(in_time(&work, address).await);
            }
            assert_eq!((turns.len(), work.working()), (3, 3));
            let unsent = turns[0].answered(75);
            assert!(in_time(&work, "192.0.2.5").await.is_some(), "another finds permit and room");
            turns.clear();
            assert!(in_time(&work, "192.0.2.4").await.is_none(), "there is no room for those");
            drop(unsent);
            assert!(in_time(&work, "192.0.2.4").await.is_some());
        });
    }

    #[test]
    fn nobody_works_while_too_many_bytes_wait() {
        run(async {
            let work = Arc::new(Work::new(4, 100, Pressure::default()));
            let turn = in_time(&work, "192.0.2.1").await.expect("room");
            let unsent = turn.answered(75);
            drop(turn);
            assert!(in_time(&work, "192.0.2.1").await.is_none(), "it has its share");
            let turn = in_time(&work, "192.0.2.2").await.expect("room for another");
            let more = turn.answered(25);
            drop(turn);
            assert!(in_time(&work, "192.0.2.3").await.is_none());
            assert_eq!(work.unsent(), 100);
            let (turn, ()) = tokio::join!(in_time(&work, "192.0.2.1"), async { drop(unsent) });
            assert!(turn.is_some(), "it is told when bytes are gone");
            drop(more);
            assert_eq!(work.unsent(), 0);
        });
    }

    #[test]
    fn who_asks_once_does_not_wait_behind_those_who_ask_more_and_more() {
        run(async {
            let work = Arc::new(Work::new(4, 100, Pressure::default()));
            let mut turns = Vec::new();
            for last in 1..5 {
                turns.extend(in_time(&work, &format!("192.0.2.{last}")).await);
            }
            assert_eq!(turns.len(), 4);
            let ask = |address: &'static str| {
                let work = work.clone();
                tokio::spawn(async move { work.turn(caller(address)).await })
            };
            // All of these waited before the one who asks once.
            let greedy = ["192.0.2.5", "192.0.2.6", "192.0.2.5", "192.0.2.6"].map(ask);
            tokio::time::sleep(Duration::from_millis(20)).await;
            let once = ask("192.0.2.7");
            tokio::time::sleep(Duration::from_millis(20)).await;
            turns.truncate(1);
            let once = tokio::time::timeout(Duration::from_secs(5), once).await;
            assert!(once.is_ok(), "of three permits one is for the one");
            assert_eq!(greedy.iter().filter(|one| one.is_finished()).count(), 2);
            drop((once, turns));
            // The second question of each has its turn.
            for one in greedy.into_iter().rev() {
                assert!(tokio::time::timeout(Duration::from_secs(5), one).await.is_ok());
            }
        });
    }

    #[test]
    fn who_has_spent_much_and_asks_once_does_not_wait_behind_many_questions_of_many_callers() {
        run(async {
            let work = Arc::new(Work::new(4, 100, Pressure::default()));
            work.share(caller("192.0.2.1")).spend(Duration::from_secs(9));
            let ended = Arc::new(AtomicUsize::new(0));
            let mut asked = Vec::new();
            for question in 0..64 {
                let (work, ended) = (work.clone(), ended.clone());
                let address = format!("192.0.2.{}", 2 + question / 4);
                asked.push(tokio::spawn(async move {
                    let turn = work.turn(caller(&address)).await;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    ended.fetch_add(1, Ordering::Relaxed);
                    drop(turn);
                }));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
            let before = ended.load(Ordering::Relaxed);
            let turn = work.turn(caller("192.0.2.1")).await;
            assert!(turn.is_ok());
            let ended = ended.load(Ordering::Relaxed) - before;
            assert!(ended <= 16, "{ended} others were worked on before");
            asked.iter().for_each(tokio::task::JoinHandle::abort);
        });
    }

    #[test]
    fn who_asks_too_much_is_told_to_come_again() {
        run(async {
            let work = Arc::new(Work::new(1, 100, Pressure::default()));
            let _turn = in_time(&work, "192.0.2.1").await.expect("room");
            let waiting: Vec<_> = (0..share_of_one(WAITING))
                .map(|_| {
                    tokio::spawn({
                        let work = work.clone();
                        async move { work.turn(caller("192.0.2.1")).await }
                    })
                })
                .collect();
            tokio::time::sleep(Duration::from_millis(50)).await;
            assert_eq!(work.waiting(), waiting.len());
            let told = work.turn(caller("192.0.2.1")).await.expect_err("too many");
            assert_eq!((told.status, work.waiting()), (429, waiting.len()));
            waiting.iter().for_each(tokio::task::JoinHandle::abort);
        });
    }
}
