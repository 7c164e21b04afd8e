// Worker threads under test translate their sources with swc, a native addon. One that the main
// thread does not hold is unloaded with the last worker and crashes the process when the next
// worker loads it again (nodejs/node#48353), so the main thread of every test holds it.
import '@swc/core';
