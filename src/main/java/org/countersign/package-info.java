/** Countersign, an integration hub between clinical systems and the patient's phone. */
@NullMarked
package org.countersign;

import org.jspecify.annotations.NullMarked;
