package org.glyphnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Public only because another package of glyphnet calls it: no part of the public API, and it may
 * change with any release. What is public and bears no such mark, in a package whose Javadoc says
 * public API, is what users may build on.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Internal
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface Internal {}
